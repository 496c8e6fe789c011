// Adds up what vitest's JSON reporter wrote: `node tally.js EXIT_CODE REPORT…`. Fails when nothing passed or anything failed.
import { existsSync, readFileSync } from 'node:fs'

const [code, ...paths] = process.argv.slice(2)
const reports = paths.filter((path) => existsSync(path)).map((path) => JSON.parse(readFileSync(path, 'utf8')))

/** A file that could not even be loaded has no tests; it counts as one that failed. */
const filesThatBroke = (report) =>
  report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length

const sum = (count) => reports.reduce((total, report) => total + count(report), 0)

const passed = sum((report) => report.numPassedTests)
const broken = sum((report) => report.numFailedTests + filesThatBroke(report))
const skipped = sum((report) => report.numPendingTests)
// A step that failed outside of the tests is a failure too.
const failed = broken === 0 && code !== '0' ? 1 : broken

if (skipped > 0) console.log(`${skipped} skipped`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = passed > 0 && failed === 0 ? 0 : 1
