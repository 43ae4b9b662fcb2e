// The runners' own reports, added up: the closing line of CI. Fails when there is no report or a test failed.

import { globSync, readFileSync } from 'node:fs';

const reports = globSync([
  '{storage,schema,gateway,seeds,platform,test}/test-report*.json',
  'subgraphs/*/test-report*.json',
]);
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const file of reports) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  sum.passed += report.numPassedTests;
  sum.failed +=
    report.numFailedTests +
    (report.numFailedTestSuites > 0 && report.numFailedTests === 0
      ? report.numFailedTestSuites
      : 0);
  sum.skipped += report.numPendingTests + report.numTodoTests;
}
console.log(
  `${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`,
);
process.exitCode = sum.passed > 0 && sum.failed === 0 ? 0 : 1;
