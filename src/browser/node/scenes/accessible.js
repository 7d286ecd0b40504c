import assert from "node:assert/strict";
import {serious} from "../axe.js";
import {eachPage} from "../pages.js";

/** Every page that both desks have. */
export default async function (stage) {
  const [language, colorScheme] = stage.words;
  const found = [];
  await eachPage(stage, {language, colorScheme}, async (officer, name) => {
    found.push(...await serious(officer, name));
  });
  assert.deepEqual(found, []);
}
