// Every page of the desk, by what it is called.
import {add, begin, BODY} from "./form.js";

export async function readerPages(officer, {SENT}) {
  await officer.go(`/messages/${SENT}`);
  const conversation = await officer.page.locator("main a[href^='/conversations/']").first().getAttribute("href");
  return {inbox: "/", message: `/messages/${SENT}`, conversation};
}

export async function senderPages(officer, {SENT}) {
  await begin(officer);
  await add(officer, `${BODY}/Person[1]/Identity[1]`);
  return {drafts: "/drafts", form: new URL(officer.page.url()).pathname, sent: `/sent/${SENT}`};
}

/** Looks at each in turn, as both offices have them. */
export async function eachPage(stage, options, look) {
  for (const [desk, pages] of [["READER", readerPages], ["SENDER", senderPages]]) {
    const officer = await stage.officer(desk, options);
    for (const [name, path] of Object.entries(await pages(officer, stage.given))) {
      await officer.go(path);
      await look(officer, name);
    }
  }
}
