import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {BODY, button, field, send, write} from "../form.js";

const CLOTHING = `${BODY}/Person[1]/Appearance[1]/Clothing[1]`;

/** Every text of src/test/resources/hostile, typed as it is; play.js fails for a dialog, a policy that is broken, another host. */
export default async function ({officer, given}) {
  const texts = readdirSync(given.HOSTILE).filter(name => name.endsWith(".txt"))
    .map(name => readFileSync(`${given.HOSTILE}/${name}`, "utf8").replace(/\s+/g, " "));
  assert.ok(texts.length > 15);
  const sender = await officer("SENDER");
  await write(sender, given, "cn.44");
  const tags = await count(sender);
  for (const text of texts) {
    await sender.unfold();
    await field(sender, CLOTHING).fill(text);
    await sender.press(button(sender, "keep"));
    assert.equal(await field(sender, CLOTHING).inputValue(), text, "as it was typed");
    assert.equal(await count(sender), tags, `nothing grew out of ${text}`);
  }
  await sender.unfold();
  const story = texts.filter(text => text.length < 200).join(" ");
  await field(sender, `${BODY}/Incident[1]/Circumstances[1]`).fill(story);
  const path = await send(sender);
  await sender.sees("javascript:alert(1)");
  await sender.sees(/^Accepted by the hub at/);

  const reader = await officer("READER");
  const message = path.replace("/sent/", "/messages/");
  await reader.page.locator(`a[href="${message}"]`).first().waitFor();
  await reader.go(message);
  await reader.unfold();
  await reader.sees("photo[U+202E]gpj.exe");
  assert.equal(await reader.page.locator("main svg, main script, main style, main [onload], main [onfocus]").count(), 0);
  await reader.page.locator("main a[href^='/conversations/']").first().click();
  await reader.page.locator("main.conversation").waitFor();
}

/** How many elements a form has that a text could add to: the hint that tells of what hides is no such. */
async function count(who) {
  return who.page.locator("main input, main textarea, main script, main svg, main style, main img, main a").count();
}
