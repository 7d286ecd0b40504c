import assert from "node:assert/strict";
import {serious} from "../axe.js";
import {BODY, button, field, write} from "../form.js";

const NAME = `${BODY}/Person[1]/Identity[1]/Name[1]/Given[1]`;

/** A clerk writes and asks; an approver at another browser sees these words and approves them, but never words of one's own. */
export default async function ({officer, given, words}) {
  const [language, colorScheme] = words;
  const login = name => ({language, colorScheme, login: {name, password: given.PASSWORD}});
  const found = [];
  const clerk = await officer("SENDER", login("Li Na"));
  await write(clerk, given, "cn.44");
  const draft = new URL(clerk.page.url()).pathname;
  const said = await field(clerk, NAME).inputValue();
  assert.notEqual(said, "");
  await clerk.press(button(clerk, "send"));
  assert.equal(new URL(clerk.page.url()).pathname, draft, "asked for, and not sent");
  assert.equal(await button(clerk, "approve").count(), 0);
  assert.equal(await forced(clerk, draft), 403, "a clerk approves nothing");
  found.push(...await serious(clerk, "asked"));

  const approver = await officer("SENDER", login("Wang Fang"));
  await approver.go(draft);
  await approver.press(button(approver, "send"));
  assert.equal(await button(approver, "approve").count(), 0);
  assert.equal(await forced(approver, draft), 409, "nobody approves what one has asked for");

  await clerk.press(button(clerk, "send"));
  await approver.go(draft);
  assert.ok((await approver.page.locator("main .trouble:not([hidden])").innerText()).includes("Li Na"));
  assert.equal(await field(approver, NAME).inputValue(), said);
  found.push(...await serious(approver, "approval"));
  await approver.press(button(approver, "approve"));
  assert.ok(new URL(approver.page.url()).pathname.startsWith("/sent/"));
  await approver.sees(said);
  await approver.page.locator("#steps").getByText(language === "zh" ? /^枢纽于 .* 受理/ : /^Accepted by the hub/).waitFor();

  await approver.go("/acts");
  await approver.sees("Li Na");
  found.push(...await serious(approver, "acts"));
  await clerk.go("/login");
  found.push(...await serious(clerk, "login"));
  assert.deepEqual(found, []);
}

/** What the button would send, where there is none. */
async function forced(who, draft) {
  const _csrf = await who.page.locator("[name=_csrf]").first().inputValue();
  const answer = await who.page.context().request.post(who.origin + draft, {multipart: {do: "approve", _csrf}});
  return answer.status();
}
