// Runs before the first paint: a chosen theme and language must not flash.
try {
	var theme = localStorage.getItem('lodbic.theme');
	if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
	document.documentElement.lang = localStorage.getItem('lodbic.language') === 'en' ? 'en' : 'ru';
} catch {
	// Storage may be forbidden; then the system's theme and Russian stand.
}
