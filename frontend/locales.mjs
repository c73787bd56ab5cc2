// plotly.js in Kyrgyz and Russian: names of months and days and number marks from the CLDR data inside Node,
// the words of the buttons from plotly-words.json.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const MONTHS = Array.from({ length: 12 }, (_, month) => Date.UTC(2024, month, 1));
// 1 September 2024 was a Sunday, the first day of a week for plotly.js.
const DAYS = Array.from({ length: 7 }, (_, day) => Date.UTC(2024, 8, 1 + day));

/** Names as CLDR has them standing alone, in small letters: in both languages a month is a common noun. */
function names(language, dates, part) {
  const format = new Intl.DateTimeFormat(language, { ...part, timeZone: "UTC" });
  return dates.map((date) => format.format(date).toLocaleLowerCase(language));
}

function numberMark(language, type) {
  return new Intl.NumberFormat(language).formatToParts(1234567.5).find((part) => part.type === type).value;
}

export async function locale(root, language) {
  if (Intl.DateTimeFormat.supportedLocalesOf([language]).length === 0) {
    throw new Error(`this Node has no language data for "${language}"`);
  }
  const words = JSON.parse(await readFile(join(root, "frontend/plotly-words.json"), "utf8"));
  const module = {
    moduleType: "locale",
    name: language,
    dictionary: words[language],
    format: {
      days: names(language, DAYS, { weekday: "long" }),
      shortDays: names(language, DAYS, { weekday: "short" }),
      months: names(language, MONTHS, { month: "long" }),
      shortMonths: names(language, MONTHS, { month: "short" }),
      date: "%d.%m.%Y",
      dateTime: "%d.%m.%Y %H:%M:%S",
      time: "%H:%M:%S",
      year: "%Y",
      month: "%b %Y",
      dayMonth: "%d.%m",
      dayMonthYear: "%d.%m.%Y",
      decimal: numberMark(language, "decimal"),
      thousands: numberMark(language, "group"),
      grouping: [3],
    },
  };
  // The page may hold a promise in place of Plotly until a chart is wanted, so its presence alone says nothing.
  const script = `(function(l){var p=window.Plotly;if(p&&p.register)p.register(l);` +
    `else(window.PlotlyLocales=window.PlotlyLocales||[]).push(l)})(${JSON.stringify(module)});\n`;
  return [{ name: `plotly-locale-${language}`, extension: ".js", content: script }];
}
