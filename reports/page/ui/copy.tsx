import { type Form, forms } from '../protocol.ts';
import type { Engine } from './engine.ts';
import { useState } from './preact.ts';

const titles: Readonly<Record<Form, string>> = {
  text: 'text',
  markdown: 'Markdown',
  vitest: 'a vitest file',
  mail: 'a mail',
};

/** The trace on the page in other forms. */
export function Copy({ engine, text }: { readonly engine: Engine; readonly text: string }) {
  const [written, setWritten] = useState<{ readonly form: string; readonly text: string }>();
  const [said, setSaid] = useState('');
  const copy = async (form: string, make: () => Promise<string>): Promise<void> => {
    try {
      const made = await make();
      setWritten({ form, text: made });
      await navigator.clipboard.writeText(made);
      setSaid(`Copied as ${form}.`);
    } catch (error) {
      setSaid(
        error instanceof DOMException
          ? 'The browser does not let the page copy: take it from below.'
          : (error as Error).message,
      );
    }
  };
  return (
    <section class="copy" id="copy">
      <h2>Copy it</h2>
      <p class="buttons">
        {forms.map((form) => (
          <button
            type="button"
            key={form}
            onClick={() => void copy(titles[form], () => engine.ask({ kind: 'write', text, form }))}
          >
            As {titles[form]}
          </button>
        ))}
        <button
          type="button"
          onClick={() => void copy('a link', () => Promise.resolve(location.href))}
        >
          As a link
        </button>
      </p>
      <p role="status">{said}</p>
      {written === undefined ? undefined : (
        <textarea
          readOnly
          aria-label={`The trace as ${written.form}`}
          rows={14}
          value={written.text}
        />
      )}
    </section>
  );
}
