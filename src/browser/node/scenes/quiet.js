import assert from "node:assert/strict";
import {DESKS} from "../pages.js";

/** Each page in a window of its own, until it has asked twice for what is new; play.js fails for what was heard of any. */
export default async function ({officer, given}) {
  await Promise.all(Object.entries(DESKS).map(async ([desk, pages]) => {
    const who = await officer(desk);
    const paths = Object.values(await pages(who, given));
    assert.ok(paths.length > 0);
    await Promise.all(paths.map(async path => {
      const window = await who.page.context().newPage();
      await window.goto(who.origin + path);
      for (let times = 0; times < 2; times++) {
        await window.waitForResponse(answer => answer.request().headers()["hx-request"] === "true" && answer.ok());
      }
    }));
  }));
}
