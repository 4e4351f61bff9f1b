// Writes src/lib/generated/: events.ts from the contracts, api.ts from the API's schema.
//
//   npm run types                 both; the schema comes from OPENAPI (a file) or from business-api's own command
//   npm run types -- events       the events alone
//
// OUTPUT names another folder to write to (a test compares). PYTHON names the interpreter of the repository's environment (default: ../.venv/bin/python).
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';
import openapiTS, { astToString } from 'openapi-typescript';

const here = dirname(fileURLToPath(import.meta.url));
const output = process.env.OUTPUT ?? join(here, '../src/lib/generated');
const root = resolve(here, '../..');
const python = process.env.PYTHON ?? join(root, '.venv/bin/python');
const only = process.argv[2];

const run = (args, cwd = root) =>
	execFileSync(python, args, {
		cwd,
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024,
		env: { ...process.env, PYTHONPATH: join(root, 'contracts') }
	});

async function events() {
	const schema = JSON.parse(run([join(here, 'event_schema.py')]));
	const definitions = schema.definitions;
	// Titles of single fields would become types of their own; defaults are always sent.
	for (const definition of Object.values(definitions)) {
		if (definition.properties?.ok) definition.required = [...new Set([...(definition.required ?? []), 'ok'])];
		for (const property of Object.values(definition.properties ?? {})) delete property.title;
	}
	const names = Object.keys(definitions).sort();
	const all = { $defs: definitions, title: 'All', anyOf: names.map((name) => ({ $ref: `#/$defs/${name}` })) };
	const text = await compile(all, 'All', {
		additionalProperties: false,
		bannerComment: '/* Made by scripts/types.mjs from contracts/lodbic_contracts/events.py: change that and run it again. */',
		style: { useTabs: true, singleQuote: true, printWidth: 120 }
	});
	const of = (list, socket) => list.filter((event) => event.socket === socket || event.socket === 'both');
	const client = (name, socket) =>
		[
			`export interface ${name} {`,
			...of(schema.client, socket).map(
				(event) => `\t'${event.name}': (payload: ${event.payload}, ack: (answer: ${event.ack} | Refused) => void) => void;`
			),
			'}'
		].join('\n');
	const server = (name, socket) =>
		[
			`export interface ${name} {`,
			...of(schema.server, socket).map((event) => `\t'${event.name}': (payload: ${event.payload}) => void;`),
			'}'
		].join('\n');
	writeFileSync(
		join(output, 'events.ts'),
		[
			text.replace(/\nexport type All =[^;]*;\n/, '\n').trimEnd(),
			client('PresenceClientEvents', 'presence'),
			server('PresenceServerEvents', 'presence'),
			client('CallClientEvents', 'call'),
			server('CallServerEvents', 'call')
		].join('\n\n') + '\n'
	);
}

async function api() {
	const file = process.env.OPENAPI;
	const schema = file
		? readFileSync(file, 'utf8')
		: run(['manage.py', 'spectacular', '--format', 'openapi-json'], join(root, 'services/business-api'));
	const ast = await openapiTS(JSON.parse(schema), { alphabetize: true });
	const banner = "/* Made by scripts/types.mjs from the API's schema: change the API and run it again. */\n\n";
	writeFileSync(join(output, 'api.ts'), banner + astToString(ast));
}

mkdirSync(output, { recursive: true });
if (only !== 'api') await events();
if (only !== 'events') await api();
