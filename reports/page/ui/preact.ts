/** The one file that imports preact. */
export { render, type ComponentChildren } from 'preact';
export { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
