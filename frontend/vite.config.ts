import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

// `make run` serves everything behind one address; during development Vite stands in front of it.
const system = process.env.LODBIC_ADDRESS ?? 'http://127.0.0.1:8080';

// The content security policy forbids inline styles; the router's announcer has one. base.css hides it instead.
const announcer = {
	name: 'lodbic:announcer-without-inline-style',
	enforce: 'pre' as const,
	transform(code: string, id: string) {
		if (!id.split('?')[0]?.endsWith('/runtime/components/root.svelte')) return;
		const changed = code.replace(/(id="svelte-announcer"[^>]*?)\s+style="[^"]*"/, '$1');
		if (changed === code) throw new Error('SvelteKit changed its announcer: look at vite.config.ts');
		return { code: changed, map: null };
	}
};

export default defineConfig({
	plugins: [
		announcer,
		sveltekit({
			compilerOptions: { runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true) },
			adapter: adapter({ fallback: 'index.html' })
		})
	],
	build: {
		rolldownOptions: {
			output: {
				// What many pages share comes in one file: small ones cost more in headers than in bytes.
				// What the router's start needs stands apart: the rest may run only once it knows this build's version.
				codeSplitting: {
					groups: [
						{ name: 'start', test: /runtime\/client\/payload\.js|vite\/preload-helper/, priority: 1 },
						{ name: 'shared', test: /lucide|src\/lib\/(ui|state|i18n|api)\//, minShareCount: 5 }
					]
				}
			}
		}
	},
	server: {
		proxy: {
			'/api': { target: system },
			'/media': { target: system },
			'/socket.io': { target: system, ws: true }
		}
	},
	test: { include: ['src/**/*.test.ts'], environment: 'node' }
});
