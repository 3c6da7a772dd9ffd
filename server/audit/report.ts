import type { AuditReport, Check } from '../../persistence/audit.ts';

/** The audit's findings for people: one line a promise, and below it what breaks it. */
export function auditText(database: string, { checks }: AuditReport, seconds: number): string {
  const violations = checks.reduce((sum, check) => sum + check.violations, 0);
  const verdict =
    violations === 0 ? 'Everything holds.' : `${counted(violations)}: this house broke its promises.`;
  return `\n  Audit of ${database}\n\n${checks.map(linesOf).join('')}\n  ${verdict} (${seconds.toFixed(1)} s)\n\n`;
}

function linesOf({ promise, examined, violations, examples }: Check): string {
  if (violations === 0) return `  ok      ${promise} (${examined})\n`;
  const more = violations > examples.length ? [`… and ${violations - examples.length} more`] : [];
  const found = [...examples, ...more].map((line) => `            ${line}\n`).join('');
  return `  BROKEN  ${promise} (${examined}): ${counted(violations)}\n${found}`;
}

const counted = (violations: number) => (violations === 1 ? '1 violation' : `${violations} violations`);
