import assert from "node:assert/strict";

const MOST = 60;

/** Tab until what has the focus is this, then Enter. */
async function tabTo(officer, selector) {
  for (let times = 0; times < MOST; times++) {
    await officer.page.keyboard.press("Tab");
    if (await focused(officer, selector)) {
      return;
    }
  }
  throw new Error(`Tab does not lead to ${selector}`);
}

function focused(officer, selector) {
  return officer.page.evaluate(what => document.activeElement.matches(what), selector);
}

async function enter(officer) {
  await officer.press({click: () => officer.page.keyboard.press("Enter")});
}

/** No pointer is touched; what comes in meanwhile takes nobody's place away. */
export default async function ({officer}) {
  const reader = await officer("READER");
  const first = `tbody a[href="${await reader.page.locator("tbody a[href^='/messages/']").first().getAttribute("href")}"]`;
  await tabTo(reader, first);
  assert.notEqual(await reader.page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), "none");
  await reader.elsewhere("zh");
  await reader.page.locator("#rows").getByText("新", {exact: true}).first().waitFor();
  assert.equal(await focused(reader, first), true, "after the rows came anew the focus is where it was");
  await reader.elsewhere("en");
  await enter(reader);
  await tabTo(reader, "form[action$='/read'] button");
  await enter(reader);
  await reader.sees("Read; its sender is told so.");
}
