import assert from "node:assert/strict";
import {add, BODY, button, field, send, write} from "../form.js";

/** From the form to another office's desk, with a photograph; who has it is seen without loading the page anew. */
export default async function ({officer, given}) {
  const [sender, reader] = [await officer("SENDER"), await officer("READER")];
  await write(sender, given, "cn.44");
  const media = `${BODY}/Media[1]`;
  await add(sender, media);
  await field(sender, `${media}/Kind[1]`).selectOption("PHOTO");
  await sender.press({click: () => sender.page.locator(`input[type=file][name="file:${media}"]`).setInputFiles(given.PHOTO)});
  assert.equal(await shown(sender.page.locator("img.preview")), 1_600, "made smaller, and shown");
  assert.equal(await field(sender, `${media}/Kind[1]`).inputValue(), "PHOTO");
  await sender.sees("Nothing is missing: it can be sent.");
  assert.equal(await button(sender, "send").isEnabled(), true);

  await reader.mark();
  const path = await send(sender);
  await sender.mark();
  await sender.sees(/^Sealed: only these can open it: .*\(cn\.44\), .*\(cn\.52\)/);
  await sender.sees(/^Accepted by the hub at/);
  await receipt("delivered");
  await receipt("received");

  const message = path.replace("/sent/", "/messages/");
  const line = reader.page.locator(`tr.unread a[href="${message}"]`);
  await line.waitFor();
  await reader.requireMarked();
  await reader.press(line);
  await reader.sees("小途");
  assert.equal(await shown(reader.page.locator("figure img")), 1_600, "the photograph at the other desk");
  await reader.press(reader.page.getByRole("button", {name: "Confirm that I have read it"}));
  await reader.sees("Read; its sender is told so.");

  await receipt("read");
  await sender.requireMarked();

  async function receipt(step) {
    await sender.page.locator("#steps").getByText(step, {exact: true}).first().waitFor();
  }
}

async function shown(image) {
  await image.waitFor();
  return image.evaluate(async picture => {
    await picture.decode();
    return picture.naturalWidth;
  });
}
