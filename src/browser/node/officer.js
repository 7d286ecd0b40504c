// Somebody at a desk: one browser context, watched for what no page of the desk may do.
import assert from "node:assert/strict";

/** As long as RunningHub.PATIENCE. */
const PATIENCE = 40_000;

export class Officer {
  /** Why a page was not quiet: errors of the console, violations of the policy, requests to other hosts. */
  troubles = [];

  /** Goes in by a one-time link, or says who it is, and chooses a language; the options are Playwright's of a context. */
  static async at(browser, link, {language = "en", prepare = () => {}, login, ...options}) {
    const context = await browser.newContext({viewport: {width: 1200, height: 900}, ...options});
    const officer = new Officer();
    officer.origin = new URL(link).origin;
    officer.watch(context);
    await context.addInitScript(() => document.addEventListener("securitypolicyviolation",
      broken => console.error(`policy ${broken.effectiveDirective} broken by ${broken.blockedURI} ${broken.sample}`)));
    await context.addInitScript(prepare);
    officer.page = await context.newPage();
    officer.page.setDefaultTimeout(PATIENCE);
    if (login) {
      await officer.login(login);
    } else {
      await officer.page.goto(link);
    }
    await officer.speak(language);
    return officer;
  }

  async login({name, password}) {
    await this.go("/login");
    await this.page.fill("#name", name);
    await this.page.fill("#password", password);
    await this.press(this.page.locator("main button"));
  }

  watch(context) {
    context.on("console", said => {
      if (said.type() === "error") {
        this.troubles.push(`${said.page()?.url()}: ${said.text()}`);
      }
    });
    context.on("dialog", dialog => {
      this.troubles.push(`${dialog.page()?.url()} opened a dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    context.on("weberror", error => this.troubles.push(`${error.page()?.url()}: ${error.error()}`));
    context.on("request", request => {
      if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== this.origin) {
        this.troubles.push(`asked another host: ${request.url()}`);
      }
    });
  }

  requireQuiet() {
    assert.deepEqual(this.troubles, [], "the pages were not quiet");
  }

  /** The button offers the other language, in that language. */
  async speak(language) {
    const other = this.page.locator(`header button[value=${language}]`);
    if (await other.count() === 1) {
      await this.press(other);
    }
    assert.equal(await this.page.locator("html").getAttribute("lang"), language);
  }

  /** The same session chooses a language in another window: what comes next into this one is different. */
  async elsewhere(language) {
    const _csrf = await this.page.locator("[name=_csrf]").first().inputValue();
    const answer = await this.page.context().request.post(`${this.origin}/language`, {form: {to: language, _csrf}});
    assert.equal(answer.status(), 200);
  }

  async go(path) {
    const answer = await this.page.goto(this.origin + path);
    assert.equal(answer.status(), 200, path);
  }

  /** Presses what leads to another page, and waits for that. */
  async press(button) {
    const loaded = this.page.waitForEvent("load");
    await button.click();
    await loaded;
  }

  /** Opens what is folded away: what could be there besides, help, who signed. */
  async unfold() {
    await this.page.evaluate(() => document.querySelectorAll("details").forEach(more => { more.open = true; }));
  }

  /** Waits until these words are on the page; it is not loaded anew for them. */
  async sees(words, within = this.page.locator("main")) {
    await within.getByText(words).first().waitFor();
  }

  /** What is looked at is the same page as before, however much of it has changed. */
  async mark() {
    await this.page.evaluate(() => { window.marked = true; });
  }

  async requireMarked() {
    assert.equal(await this.page.evaluate(() => window.marked), true, "the page was loaded anew");
  }
}
