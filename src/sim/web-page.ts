/** What a browser sees; one-api serves it for every path that is not its API, with status 200. */
export const webPage = `<!doctype html>
<html lang="zh">
<head><meta charset="utf-8" /><title>Simulated API</title></head>
<body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div></body>
</html>
`
