import assert from "node:assert/strict";
import {eachPage} from "../pages.js";

/** A page of this width is read by scrolling down only. */
export default async function (stage) {
  const width = Number(stage.words[0]);
  const wide = [];
  await eachPage(stage, {viewport: {width, height: 800}}, async (officer, name) => {
    await officer.unfold();
    const over = await officer.page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth ? [] :
      [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
        .map(one => `${one.tagName} ${one.id} ${one.textContent.trim().slice(0, 40)}`).concat("scrolls"));
    wide.push(...over.map(what => `${name}: ${what}`));
  });
  assert.deepEqual(wide, []);
}
