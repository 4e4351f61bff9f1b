/** Where to go after logging in: a path of this site named in `?next=`, or the adverts. */
export function nextPath(url: { searchParams: { get(name: string): string | null } }): string {
	const next = url.searchParams.get('next') ?? '';
	// A second slash or a backslash would name another site.
	return /^\/(?![/\\])/.test(next) && !next.startsWith('/login') && !next.startsWith('/register') ? next : '/adverts';
}
