import assert from "node:assert/strict";
import {begin, BODY, button, field} from "../form.js";

/** Only typing, no button: the fault comes, is read with its field, and goes. */
export default async function ({officer}) {
  const sender = await officer("SENDER");
  await begin(sender);
  const path = `${BODY}/Hotline[1]/Telephone[1]`;
  const telephone = field(sender, path);
  const fault = sender.page.locator(`[id="fault:${path}"]`);
  assert.equal(await telephone.getAttribute("aria-describedby"), `hint:${path} fault:${path}`);
  assert.equal(await sender.page.locator("main [aria-invalid]").count(), 0, "nothing is wrong before somebody types");

  await telephone.pressSequentially("ring me");
  await sender.page.locator(`[id="${path}"][aria-invalid=true]`).waitFor();
  assert.notEqual((await fault.innerText()).trim(), "");
  assert.equal(await telephone.evaluate(input => input === document.activeElement), true, "still there");

  await telephone.press("Control+A");
  await telephone.pressSequentially("+86 555 0100 110");
  await sender.page.locator(`[id="${path}"]:not([aria-invalid])`).waitFor();
  assert.equal(await fault.isVisible(), false);

  // a button loads the form anew, and what was shown is shown again
  await telephone.press("Control+A");
  await telephone.pressSequentially("ring me");
  await sender.page.locator(`[id="${path}"][aria-invalid=true]`).waitFor();
  await sender.press(button(sender, "keep"));
  await sender.page.locator(`[id="${path}"][aria-invalid=true]`).waitFor();
  assert.equal(await sender.page.locator("main [aria-invalid]").count(), 1, "and no other");
  await telephone.press("Control+A");
  await telephone.pressSequentially("+86 555 0100 110");
  await sender.page.locator(`[id="${path}"]:not([aria-invalid])`).waitFor();

  // the list below leads to a field, and what was typed is there after a crash of the browser
  const first = sender.page.locator("#faults a").first();
  await first.click();
  assert.notEqual(await sender.page.evaluate(() => document.activeElement.closest(".field, fieldset")), null);
  await sender.page.reload();
  assert.equal(await telephone.inputValue(), "+86 555 0100 110");
}
