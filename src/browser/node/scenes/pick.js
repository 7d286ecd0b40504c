import assert from "node:assert/strict";
import {begin, button, field, RECIPIENT} from "../form.js";

/** In a long list an officer types a name as it comes to mind, and sees beside it whom the code means. */
export default async function ({officer}) {
  const sender = await officer("SENDER");
  await begin(sender);
  const recipient = field(sender, RECIPIENT);
  const beside = sender.page.locator(`.field:has([id="${RECIPIENT}"]) .picked`);
  for (const typed of ["广东", "guangdong", "Guang Dong", "CN.44"]) {
    await recipient.fill(typed);
    await recipient.press("Tab");
    assert.equal(await recipient.inputValue(), "cn.44", typed);
    assert.match(await beside.innerText(), /广东|Guangdong/);
  }

  // what could be several stays as it was typed, and is told
  await recipient.fill("广");
  await recipient.press("Tab");
  assert.equal(await recipient.inputValue(), "广");
  assert.match(await beside.innerText(), /广西|Guangxi/, "what it could be");
  assert.match(await recipient.getAttribute("aria-describedby"), /picked:/);
  await sender.page.locator(`[id="${RECIPIENT}"][aria-invalid=true]`).waitFor();

  // two letters stand in too many names
  await recipient.fill("gu");
  await recipient.press("Tab");
  assert.equal(await recipient.inputValue(), "gu");
  assert.equal(await beside.innerText(), "");

  // and what was picked is there, by its name, when the form comes anew
  await recipient.fill("xizang");
  await recipient.press("Tab");
  await sender.press(button(sender, "keep"));
  assert.equal(await recipient.inputValue(), "cn.54");
  assert.match(await beside.innerText(), /西藏|Xizang/);
}
