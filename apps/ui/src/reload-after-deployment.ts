const key = 'windhover.reloadedAt';
const onceInMs = 60_000;

/**
 * A page that was opened before the server was updated asks for parts that are no longer there: it is loaded anew then,
 * at most once a minute, so that a part that is really missing is an error and no loop.
 */
export function reloadAfterDeployment(): void {
  window.addEventListener('vite:preloadError', (event) => {
    if (Date.now() - Number(sessionStorage.getItem(key) ?? 0) < onceInMs) return;
    event.preventDefault();
    sessionStorage.setItem(key, String(Date.now()));
    window.location.reload();
  });
}
