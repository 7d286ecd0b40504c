import assert from "node:assert/strict";
import axe from "axe-core";
import {eachPage} from "../pages.js";

/** The rules of WCAG 2 A and AA that a machine can judge. */
export default async function (stage) {
  const [language, colorScheme] = stage.words;
  const found = [];
  await eachPage(stage, {language, colorScheme}, async (officer, name) => {
    await officer.unfold();
    await officer.page.evaluate(axe.source);
    const result = await officer.page.evaluate(() => window.axe.run(document,
      {runOnly: ["wcag2a", "wcag2aa"], resultTypes: ["violations"], preload: false}));
    found.push(...result.violations.filter(one => ["serious", "critical"].includes(one.impact)).map(one =>
      `${name}: ${one.id}, ${one.help}: ${one.nodes.map(node => `${node.html} ${node.any[0]?.message ?? ""}`).join("\n  ")}`));
  });
  assert.deepEqual(found, []);
}
