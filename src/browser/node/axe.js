// What axe finds on a page, by the rules of WCAG 2 A and AA that a machine can judge.
import axe from "axe-core";

/** A line each; whatever is folded away is looked at too. */
export async function serious(officer, name) {
  await officer.unfold();
  await officer.page.evaluate(axe.source);
  const result = await officer.page.evaluate(() => window.axe.run(document,
    {runOnly: ["wcag2a", "wcag2aa"], resultTypes: ["violations"], preload: false}));
  return result.violations.filter(one => ["serious", "critical"].includes(one.impact)).map(one =>
    `${name}: ${one.id}, ${one.help}: ${one.nodes.map(node => `${node.html} ${node.any[0]?.message ?? ""}`).join("\n  ")}`);
}
