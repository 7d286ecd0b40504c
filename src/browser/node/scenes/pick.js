import assert from "node:assert/strict";
import {add, begin, BODY, button, field, RECIPIENT} from "../form.js";

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

  // what leaving the field would take stands there before it is left
  for (const [typed, told] of [["guangd", /广东|Guangdong/], ["guang", /广东.*广西|Guangdong.*Guangxi/]]) {
    await recipient.fill(typed);
    assert.match(await beside.innerText(), told, typed);
    assert.equal(await recipient.inputValue(), typed);
  }

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

  // whatever a thing is also called
  const identity = `${BODY}/Person[1]/Identity[1]`;
  await add(sender, identity);
  await add(sender, `${identity}/Nationality[1]`);
  await sender.unfold();
  const country = field(sender, `${identity}/Nationality[1]/Country[1]`);
  for (const [typed, code] of [["Laos", "LA"], ["Vietnam", "VN"], ["viet nam", "VN"], ["Burma", "MM"]]) {
    await country.fill(typed);
    await country.press("Tab");
    assert.equal(await country.inputValue(), code, typed);
  }
  await add(sender, `${identity}/Document[1]`);
  const kind = field(sender, `${identity}/Document[1]/Type[1]`);
  for (const typed of ["passport", "护照"]) {
    await kind.fill(typed);
    await kind.press("Tab");
    assert.equal(await kind.inputValue(), typed);
    const told = await sender.page.locator(`.field:has(> [id="${identity}/Document[1]/Type[1]"]) .picked`).innerText();
    assert.match(told, /(普通护照|Ordinary passport) \(414\)/, typed);
  }
  await add(sender, "/Header[1]/LegalBasis[1]");
  const basis = field(sender, "/Header[1]/LegalBasis[1]/Code[1]");
  await basis.fill("未成年人保护法");
  await basis.press("Tab");
  assert.equal(await basis.inputValue(), "CN-MINORS");
}
