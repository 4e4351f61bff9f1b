import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

// `make run` serves everything behind one address; during development Vite stands in front of it.
const system = process.env.LODBIC_ADDRESS ?? 'http://127.0.0.1:8080';

export default defineConfig({
	plugins: [
		sveltekit({
			compilerOptions: { runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true) },
			adapter: adapter({ fallback: 'index.html' })
		})
	],
	server: {
		proxy: {
			'/api': { target: system },
			'/media': { target: system },
			'/socket.io': { target: system, ws: true }
		}
	},
	test: { include: ['src/**/*.test.ts'], environment: 'node' }
});
