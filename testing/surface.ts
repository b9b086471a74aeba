import ts from 'typescript-5.9';

/**
 * For suites only. Types that the public declarations of a package mention, although users cannot import them, as `Runner
 * mentions Task`.
 *
 * @param index - the declarations of the public names
 * @param opaque - types that users need not name
 */
export function mentionedOnly(index: string, opaque: readonly string[]): string[] {
  const program = ts.createProgram([index], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  });
  const checker = program.getTypeChecker();
  const origin = (symbol: ts.Symbol): ts.Symbol =>
    (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
  const module = checker.getSymbolAtLocation(program.getSourceFile(index)!)!;
  const exported = checker.getExportsOfModule(module).map(origin);
  const found = new Set<string>();
  for (const symbol of exported.filter(({ name }) => !opaque.includes(name))) {
    const look = (node: ts.Node): void => {
      const name = nameIn(node);
      const mentioned = name && checker.getSymbolAtLocation(name);
      if (mentioned !== undefined) {
        const type = origin(mentioned);
        if (isOwn(type) && !exported.includes(type) && !opaque.includes(type.name))
          found.add(`${symbol.name} mentions ${type.name}`);
      }
      ts.forEachChild(node, look);
    };
    symbol.declarations?.forEach(look);
  }
  return [...found];
}

/** `typeof X` is left out: it mentions a value, whose own declaration has its type. */
function nameIn(node: ts.Node): ts.Node | undefined {
  if (ts.isTypeReferenceNode(node)) return node.typeName;
  return ts.isExpressionWithTypeArguments(node) ? node.expression : undefined;
}

/** Types that are neither of the language, nor of fast-check, nor type parameters. */
function isOwn({ declarations, flags }: ts.Symbol): boolean {
  const file = declarations?.[0]?.getSourceFile().fileName ?? '';
  const isForeign = /[\\/](fast-check|typescript[^\\/]*)[\\/]/.test(file);
  return file !== '' && !isForeign && (flags & ts.SymbolFlags.TypeParameter) === 0;
}
