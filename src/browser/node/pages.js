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

export async function watcherPages(officer) {
  await officer.go("/oversight");
  await officer.sees(/^As the hub told it|^枢纽所告知/);
  return {overview: "/oversight"};
}

/** Which pages there are at which desk. */
export const DESKS = {READER: readerPages, SENDER: senderPages, WATCHER: watcherPages};

/** Looks at each in turn, as the offices have them. */
export async function eachPage(stage, options, look) {
  for (const [desk, pages] of Object.entries(DESKS)) {
    const officer = await stage.officer(desk, options);
    for (const [name, path] of Object.entries(await pages(officer, stage.given))) {
      await officer.go(path);
      await look(officer, name);
    }
  }
}
