// The briefing in headless Chromium: axe-core in light and dark, the keyboard, scripts off, no error, no request.
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [page, shots] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const address = pathToFileURL(page).href;
await mkdir(shots, { recursive: true });
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
});
const faults = [];
const fault = (what) => { faults.push(what); console.error(`FAULT ${what}`); };

const open = async (theme, scripts, width) => {
  const tab = await browser.newPage();
  await tab.setViewport({ width, height: 900 });
  await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
  await tab.setJavaScriptEnabled(scripts);
  tab.on("console", (message) => { if (["error", "warn"].includes(message.type())) fault(`console: ${message.text()}`); });
  tab.on("pageerror", (error) => fault(`script: ${error.message}`));
  tab.on("request", (request) => { if (request.url() !== address && !request.url().startsWith("data:")) fault(`request: ${request.url()}`); });
  await tab.goto(address, { waitUntil: "load" });
  return tab;
};

for (const theme of ["light", "dark"]) {
  for (const width of [320, 768, 1280]) {
    const tab = await open(theme, true, width);
    const over = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) fault(`${theme} ${width}: the page is ${over} pixels wider than the window`);
    // The policy of the page forbids other scripts, so axe comes in through the debugger and not through the page.
    await tab.evaluate(`${axe}; undefined`);
    const found = await tab.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    for (const one of found.violations) fault(`${theme} ${width}: ${one.id}: ${one.nodes[0].html.slice(0, 160)}`);
    console.log(`${theme} ${width}: ${found.passes.length} rules of axe pass, ${found.violations.length} do not`);
    await tab.screenshot({ path: `${shots}/${theme}-${width}.png`, fullPage: true });
    await tab.close();
  }
}

const tab = await open("light", true, 1280);
const controls = await tab.evaluate(() => {
  const all = [...document.querySelectorAll("a[href], select, button, [tabindex='0']")].filter((one) => one.getClientRects().length > 0);
  all.forEach((one, at) => { one.dataset.control = String(at); });
  return all.length;
});
const reached = new Set();
for (let press = 0; press < controls + 20; press += 1) {
  await tab.keyboard.press("Tab");
  reached.add(await tab.evaluate(() => document.activeElement?.dataset?.control));
}
reached.delete(undefined);
if (reached.size !== controls) fault(`the keyboard reaches ${reached.size} of ${controls} controls`);
console.log(`the keyboard reaches ${reached.size} of ${controls} controls`);

const rows = () => tab.$$eval("#explorer-rows tr", (all) => all.map((one) => one.textContent).join("|"));
const first = await rows();
for (const name of ["outcome", "definition", "breakdown", "period"]) {
  const before = await rows();
  await tab.select(`#pick-${name}`, "1");
  if ((await rows()) === before) fault(`choosing another ${name} changes nothing`);
}
// A grouping that the year was not counted in cannot be chosen, and is left where it was chosen before.
await tab.select("#pick-period", "0");
await tab.select("#pick-breakdown", "0");
await tab.select("#pick-period", "1");
const groups = await tab.$eval("#pick-breakdown", (one) => [one.selectedOptions[0].disabled, one.selectedIndex]);
if (groups[0] || groups[1] < 0) fault("the groups that are drawn were not counted in the year");
if (!first) fault("the chart to choose has no rows");
const chart = () => tab.$eval("#explorer-chart", (one) => one.innerHTML);
const before = await chart();
await tab.select("#pick-measure", "children");
if ((await chart()) === before) fault("choosing counts in place of rates changes nothing");
await tab.$eval("figure g.mark[tabindex='0']", (mark) => mark.focus());
const said = await tab.$eval(".tip", (one) => (one.hidden ? "" : one.textContent));
if (!/\d/.test(said)) fault("a mark in focus does not say its figure");
await tab.keyboard.press("ArrowRight");
if ((await tab.$eval(".tip", (one) => one.textContent)) === said) fault("the arrow keys do not move between marks");
const sorted = await tab.evaluate(() => {
  const table = document.querySelector(".finding table");
  const column = () => [...table.tBodies[0].rows].map((row) => row.cells[1].textContent).join("|");
  const before = column();
  table.tHead.rows[0].cells[1].querySelector("button").click();
  return [before !== column(), table.tHead.rows[0].cells[1].getAttribute("aria-sort")];
});
if (sorted[1] !== "descending") fault("a table does not say how it is sorted");
await tab.close();

const bare = await open("light", false, 1280);
const text = await bare.$eval("main", (one) => one.innerText);
const charts = await bare.$$eval("figure svg", (all) => all.length);
const hidden = await bare.$eval("#explorer", (one) => one.getClientRects().length === 0);
if (text.length < 5000 || charts < 5 || !hidden) fault("with scripts off the page does not read in full");
console.log(`scripts off: ${text.length} characters, ${charts} charts`);
await bare.screenshot({ path: `${shots}/scripts-off-1280.png`, fullPage: true });
await browser.close();
if (faults.length > 0) process.exit(1);
console.log("no fault");
