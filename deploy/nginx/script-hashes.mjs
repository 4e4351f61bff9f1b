// Writes the nginx variable $inline_scripts: the CSP hashes of the inline scripts in the built pages.
// The built front end holds one, SvelteKit's start script, and it changes with every build.
//
//   node script-hashes.mjs BUILD_FOLDER OUTPUT_FILE
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, output] = process.argv.slice(2);
const pages = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.html'));
const hashes = new Set();
for (const page of pages) {
	const html = readFileSync(join(folder, page), 'utf8');
	for (const [, attributes, body] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)) {
		if (/\bsrc\s*=/i.test(attributes)) continue;
		hashes.add(`'sha256-${createHash('sha256').update(body).digest('base64')}'`);
	}
}
if (pages.length === 0) {
	console.error(`${folder} holds no page: build the front end first.`);
	process.exit(1);
}
const value = [...hashes].map((hash) => ` ${hash}`).join('');
writeFileSync(output, `map $host $inline_scripts {\n    default "${value}";\n}\n`);
