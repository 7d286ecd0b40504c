import assert from "node:assert/strict";
import {BODY, field, write} from "../form.js";

const NAME = `${BODY}/Authority[1]/Name[1]`;

/** What was typed last is kept whatever is pressed next, and who types is told when nobody keeps it. */
export default async function ({officer, given}) {
  const sender = await officer("SENDER");
  await write(sender, given, "cn.44");
  const draft = new URL(sender.page.url()).pathname;
  await type(sender, "Office at the language button");
  await sender.press(sender.page.locator("header button[name=to]"));
  assert.equal(await field(sender, NAME).inputValue(), "Office at the language button");

  await type(sender, "Office at a link");
  await sender.press(sender.page.locator("header nav a").first());
  assert.match(new URL(sender.page.url()).pathname, /^\/(inbox\/[0-9a-f-]{36})?$/);
  await sender.go(draft);
  assert.equal(await field(sender, NAME).inputValue(), "Office at a link");

  await sender.page.route("**/check", asked => asked.abort());
  await type(sender, "Office that nobody keeps");
  const unkept = sender.page.locator("#unkept");
  await unkept.waitFor({state: "visible"});
  await sender.page.unroute("**/check");
  await type(sender, "Office that is kept again");
  await unkept.waitFor({state: "hidden"});
  // said by the browser of what was not answered, as it was meant
  sender.troubles.length = 0;

  // without a key: pasted, picked, dictated
  const put = sender.page.waitForResponse(answer => answer.url().endsWith("/check") && answer.ok());
  await field(sender, NAME).fill("");
  await put;
  await field(sender, NAME).focus();
  const pasted = sender.page.waitForResponse(answer => answer.url().endsWith("/check") && answer.ok());
  await sender.page.keyboard.insertText("Office that was pasted");
  await pasted;
  await sender.go(draft);
  assert.equal(await field(sender, NAME).inputValue(), "Office that was pasted");

  // who never pauses is not left unkept
  const meanwhile = sender.page.waitForResponse(answer => answer.url().endsWith("/check") && answer.ok());
  let answered = false;
  meanwhile.then(() => { answered = true; });
  await sender.unfold();
  await field(sender, NAME).focus();
  for (let keys = 0; keys < 40 && !answered; keys++) {
    await sender.page.keyboard.press("x", {delay: 200});
  }
  assert.ok(answered, "nothing was kept while somebody typed on and on");

  await lock(sender, draft);

  await sender.go("/drafts");
  const other = await sender.page.context().newPage();
  await other.goto(sender.origin + draft);
  await sender.go(draft);
  await type(sender, "Office of one window");
  await sender.page.locator("#faults").waitFor();
  await sender.press(sender.page.locator("button[name=do][value=keep]:not(.first)"));
  await other.locator(`[id="${NAME}"]`).evaluate(one => { one.value = "Office of the other"; });
  await other.locator("button[name=do][value=send]").click();
  await other.getByText(/changed in another window|已在另一窗口/).waitFor();
  await other.close();
  sender.troubles.length = 0;
  await sender.go(draft);
  assert.equal(await field(sender, NAME).inputValue(), "Office of one window");
}

/** The session ends under what nobody has kept: it stays on the page, and is kept in the next session. */
async function lock(sender, draft) {
  const context = sender.page.context();
  const cookies = await context.cookies();
  await sender.mark();
  await type(sender, "Office that ");
  await context.clearCookies();
  await field(sender, NAME).pressSequentially("outlives its session", {delay: 20});
  const locked = sender.page.locator("#unkept-locked");
  await locked.waitFor({state: "visible"});
  await sender.page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  assert.equal((await locked.boundingBox()).y, 0, "told where it is seen");
  await sender.page.locator("button[name=do][value=keep]:not(.first)").click();
  await sender.page.waitForResponse(answer => answer.url().endsWith("/line") && answer.status() === 401);
  assert.equal(await field(sender, NAME).inputValue(), "Office that outlives its session");
  await sender.requireMarked();
  // its token is of no session any more
  await sender.page.evaluate(() => document.querySelectorAll("[name=_csrf]").forEach(token => { token.value = "of before"; }));
  await context.addCookies(cookies);
  await locked.waitFor({state: "hidden"});
  await sender.requireMarked();
  await sender.go(draft);
  assert.equal(await field(sender, NAME).inputValue(), "Office that outlives its session");
  sender.troubles.length = 0;
}

/** Key by key, so that what is pressed next comes before anything is kept. */
async function type(sender, text) {
  await sender.unfold();
  await field(sender, NAME).fill("");
  await field(sender, NAME).pressSequentially(text, {delay: 20});
}
