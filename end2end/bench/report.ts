// Figures as lines for docs/benchmarks.md.

export function report(what: string, values: number[], unit: string): void {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  const show = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(1));
  const spread = sorted.length > 1 ? ` (${show(at(0))} to ${show(at(1))}, ${sorted.length} times)` : "";
  console.log(`| ${what} | ${show(at(0.5))} ${unit}${spread} |`);
}
