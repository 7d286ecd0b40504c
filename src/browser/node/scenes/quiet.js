import assert from "node:assert/strict";
import {eachPage} from "../pages.js";

/** Each page for as long as it takes to ask for what is new; play.js fails for what was heard of any officer. */
export default async function (stage) {
  const seen = [];
  await eachPage(stage, {}, async (officer, name) => {
    if (await officer.page.locator("[hx-trigger^=every]").count() > 0) {
      await officer.page.waitForResponse(answer => answer.request().headers()["hx-request"] === "true");
    }
    seen.push(name);
  });
  assert.equal(seen.length, 6);
}
