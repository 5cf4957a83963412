import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
// @ts-expect-error plain JavaScript
import { kernSubset } from './build/kern-subset.mjs';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The catalogues serve the whole product; a component takes along its own texts only. */
function chatTexts() {
  return {
    name: 'chat-texts',
    enforce: 'pre' as const,
    transform(code: string, id: string) {
      if (!/[\\/]texts[\\/]\w+\.json$/.test(id)) return undefined;
      const own = Object.entries(JSON.parse(code)).filter(([key]) => key.startsWith('chat.'));
      return { code: JSON.stringify(Object.fromEntries(own)), map: null };
    },
  };
}

export default defineConfig({
  plugins: [chatTexts()],
  base: './',
  publicDir: false,
  css: {
    postcss: {
      plugins: [kernSubset({
        'chat.css': { content: [at('src/chat')], host: true },
        'console.css': { content: [at('src/console')], host: false },
        'page.css': { content: [at('src/page'), at('../pages')], host: false },
      })],
    },
  },
  build: {
    target: ['es2022', 'safari16', 'firefox115', 'chrome110'],
    outDir: at('dist'),
    emptyOutDir: true,
    manifest: 'manifest.json',
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rollupOptions: {
      input: { chat: at('src/chat/index.ts'), page: at('src/page/index.ts'), console: at('src/console/index.ts') },
      preserveEntrySignatures: 'exports-only',
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
});
