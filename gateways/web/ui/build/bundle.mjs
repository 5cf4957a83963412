// For tests: TypeScript sources and what they import, as one module with all their exports.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export async function load(...sources) {
  const contents = sources.map((source) => `export * from './${source}';`).join('\n');
  const resolveDir = fileURLToPath(new URL('../src', import.meta.url));
  const result = await build({ stdin: { contents, resolveDir }, bundle: true, write: false, format: 'esm', platform: 'neutral', mainFields: ['module'] });
  return import(`data:text/javascript;base64,${Buffer.from(result.outputFiles[0].contents).toString('base64')}`);
}
