// Filling the form of an alert as an officer would, from the family's sample.
import {readFileSync} from "node:fs";

export const BODY = "/Body[1]/AlertIssue[1]";
export const RECIPIENT = "/Header[1]/Recipients[1]/Recipient[1]";
const PERSON = `${BODY}/Person[1]`;
const PARTS = [`${PERSON}/Identity[1]`, `${PERSON}/Identity[1]/Name[1]`, `${PERSON}/Identity[1]/BirthDate[1]`,
  `${PERSON}/Appearance[1]`];

export function field(officer, path) {
  return officer.page.locator(`[id="${path}"]`);
}

export function button(officer, what) {
  return officer.page.locator(`button[name=do][value="${what}"]:not(.first)`);
}

export async function add(officer, part) {
  await officer.unfold();
  await officer.press(button(officer, `add:${part}`));
}

/** What the sample says at each place that the form has and that is still empty. */
async function wanted(officer, sample) {
  return officer.page.evaluate(xml => {
    const document_ = new DOMParser().parseFromString(xml, "application/xml");
    return [...document.querySelectorAll("form#draft [name^='/']")].filter(field => field.type !== "hidden").map(field => {
      const path = "/*" + field.name.replaceAll(/\/([A-Za-z]+)\[/g, "/*[local-name()='$1'][");
      let value = document_.evaluate(`string(${path})`, document_, null, XPathResult.STRING_TYPE).stringValue.trim();
      if (value !== "" && field.type === "datetime-local") {
        const at = new Date(value);
        value = new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
      }
      return {path: field.name, type: field.type, before: field.value, value};
    }).filter(one => one.value !== "" && one.value !== one.before);
  }, readFileSync(sample, "utf8"));
}

async function fill(officer, sample) {
  await officer.unfold();
  for (const {path, type, value} of await wanted(officer, sample)) {
    const place = officer.page.locator(`[name="${path}"]:not([type=hidden])`);
    if (type === "checkbox") {
      await place.setChecked(value === "true");
    } else if (type === "select-one") {
      await place.selectOption(value);
    } else {
      await place.fill(value);
    }
  }
}

export async function begin(officer) {
  await officer.go("/drafts");
  await officer.page.selectOption("#type", "alert/AlertIssue");
  await officer.press(officer.page.locator("form.answers button"));
}

/** An alert that lacks nothing. */
export async function write(officer, {SAMPLE}, recipient) {
  await begin(officer);
  for (const part of PARTS) {
    await add(officer, part);
  }
  // places that only appear once others are filled
  for (let times = 0; times < 2; times++) {
    await fill(officer, SAMPLE);
    await field(officer, RECIPIENT).fill(recipient);
    await officer.press(button(officer, "keep"));
  }
}

/** Signs and sends; the address of the page that shows how it goes. */
export async function send(officer) {
  await officer.press(button(officer, "send"));
  const path = new URL(officer.page.url()).pathname;
  if (!path.startsWith("/sent/")) {
    throw new Error(`not sent: ${await officer.page.locator("#faults").innerText()}`);
  }
  return path;
}
