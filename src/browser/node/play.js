// One scene at the desks, in Debian's Chromium: node play.js SCENE. DeskBrowserTest says by environment what there is to see.
import {existsSync} from "node:fs";
import {chromium} from "playwright-core";
import {Officer} from "./officer.js";

const scene = process.argv[2];
const given = process.env;
if (!existsSync(new URL(`scenes/${scene}.js`, import.meta.url))) {
  throw new Error(`there is no scene ${scene}`);
}
const {default: play} = await import(`./scenes/${scene}.js`);

const browser = await chromium.launch({
  executablePath: given.CHROMIUM,
  // the sandbox of Chromium refuses to be started by root, which CI is
  args: process.getuid() === 0 ? ["--no-sandbox"] : [],
});
const officers = [];
const stage = {
  given,
  words: given.WORDS.split(" "),
  /** A browser of its own at one of the desks: SENDER or READER. */
  async officer(desk, options = {}) {
    const officer = await Officer.at(browser, given[desk], options);
    officers.push(officer);
    return officer;
  },
};
try {
  await play(stage);
  for (const officer of officers) {
    officer.requireQuiet();
  }
} catch (failure) {
  process.exitCode = 1;
  console.log(failure.stack ?? String(failure));
  for (const [i, officer] of officers.entries()) {
    const picture = `${given.TARGET}/${[scene, ...stage.words, i].join("-")}.png`;
    await officer.page.screenshot({path: picture, fullPage: true});
    console.log(`The page ${officer.page.url()} as it was then: ${picture}`, officer.troubles);
  }
} finally {
  await browser.close();
  process.stdin.destroy();
}
