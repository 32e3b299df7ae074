"use strict";
// What the briefing gains where scripts are on: tables that sort, marks that say their figure, and a chart to choose.
// Nothing here is needed to read it, and nothing is fetched.
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const make = (name, attributes = {}, text = "") => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };
  const draw = (name, attributes = {}, text = "") => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text) element.textContent = text;
    return element;
  };

  // Marks: hover shows the browser's own tip; focus, by one tab stop and the arrow keys, shows ours.
  const tip = make("p", { class: "tip", "aria-hidden": "true", hidden: "" });
  document.body.append(tip);
  const show = (mark) => {
    const box = mark.getBoundingClientRect();
    tip.textContent = mark.getAttribute("aria-label");
    tip.hidden = false;
    const left = Math.min(Math.max(8, box.left), document.documentElement.clientWidth - tip.offsetWidth - 8);
    tip.style.left = `${window.scrollX + Math.max(8, left)}px`;
    tip.style.top = `${window.scrollY + Math.max(8, box.top - tip.offsetHeight - 10)}px`;
  };
  const enliven = (svg) => {
    const marks = [...svg.querySelectorAll("g.mark")];
    if (marks.length === 0) return;
    svg.setAttribute("role", "group");
    marks.forEach((mark, at) => {
      const title = mark.querySelector("title");
      mark.setAttribute("role", "img");
      mark.setAttribute("aria-label", title.textContent);
      mark.setAttribute("tabindex", at === 0 ? "0" : "-1");
      mark.addEventListener("focus", () => show(mark));
      mark.addEventListener("blur", () => { tip.hidden = true; });
      mark.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (event.key === "Escape") tip.hidden = true;
        if (!step) return;
        event.preventDefault();
        const next = marks[(at + step + marks.length) % marks.length];
        mark.setAttribute("tabindex", "-1");
        next.setAttribute("tabindex", "0");
        next.focus();
      });
    });
  };

  // Tables: a button in each heading sorts by its column; symbols and words go last.
  const number = (text) => {
    const found = /^[\u2212-]?[\d,]+(\.\d+)?/.exec(text.trim());
    return found ? Number(found[0].replace(/,/g, "").replace("\u2212", "-")) : null;
  };
  const sortable = (table) => {
    const body = table.tBodies[0];
    const original = [...body.rows];
    [...table.tHead.rows[0].cells].forEach((cell, column) => {
      const button = make("button", { type: "button" }, cell.textContent);
      cell.textContent = "";
      cell.append(button);
      button.addEventListener("click", () => {
        const turn = { none: "descending", descending: "ascending", ascending: "none" };
        const order = turn[cell.getAttribute("aria-sort") || "none"];
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        if (order !== "none") cell.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        const rows = order === "none" ? original : [...original].sort((one, other) => {
          const [a, b] = [one, other].map((row) => number(row.cells[column].textContent));
          if (a === null || b === null) return (a === null) - (b === null);
          return sign * (a - b);
        });
        body.append(...rows);
      });
    });
  };

  // The chart to choose: the figures are those of the release, already protected.
  const explore = () => {
    const data = JSON.parse(document.getElementById("figures").textContent);
    const pick = (name) => document.getElementById(`pick-${name}`);
    const fill = (name, choices) => {
      choices.forEach((title, at) => pick(name).append(make("option", { value: String(at) }, title)));
    };
    fill("outcome", data.outcomes);
    fill("definition", data.definitions);
    fill("period", data.periods);
    fill("breakdown", data.breakdowns.map((one) => one.title));
    pick("outcome").value = String(data.headline);
    const step = (most) => {
      const rough = most / 5;
      const power = 10 ** Math.floor(Math.log10(rough));
      return [1, 2, 5, 10].find((digit) => digit * power >= rough * 0.999999) * power;
    };
    const chart = (rows, counted, breakdown, title) => {
      const [width, height, left, top, base] = [600, 380, 62, 64, 320];
      const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, "aria-label": title });
      svg.append(draw("rect", { width, height, fill: "#FFFFFF" }));
      const write = (x, y, anchor, text) => svg.append(draw("text", {
        x, y, dy: "0.5ex", "text-anchor": anchor, "font-family": "Noto Sans, Arial, sans-serif", "font-size": 15.5, fill: "#3D3D3D",
      }, text));
      const line = (points, stroke, thick) => draw("polyline", { fill: "none", stroke, "stroke-width": thick, points });
      const value = (row) => (counted ? row.count : row.rate);
      const most = Math.max(0, ...rows.flatMap((row) => (counted ? [row.count] : [row.rate, row.upper])).filter((x) => x !== null));
      const by = most > 0 ? step(most) : 1;
      const end = Math.max(by, Math.ceil(most / by) * by);
      const up = (x) => base - ((base - top) * Math.min(x, end)) / end;
      for (let tick = 0; tick <= end * 1.000001 && most > 0; tick += by) {
        svg.append(line(`62,${up(tick)} 592,${up(tick)}`, "#D9D9D9", 1));
        write(left - 8, up(tick), "end", String(Number(tick.toFixed(6))));
      }
      const slot = 530 / rows.length;
      rows.forEach((row, at) => {
        const x = left + slot * (at + 0.5);
        const shown = value(row);
        let above = base;
        if (shown !== null) {
          const group = draw("g", { class: "mark" });
          group.append(draw("title", {}, `${breakdown.noun} ${at + 1}: ${counted ? row.counted : row.said}`));
          group.append(draw("rect", { x: x - slot * 0.31, y: up(shown), width: slot * 0.62, height: base - up(shown), fill: "#12436D" }));
          above = up(shown);
          if (!counted && row.lower !== null) {
            const [low, high] = [up(row.lower), up(row.upper)];
            for (const points of [`${x},${low} ${x},${high}`, `${x - 6},${low} ${x + 6},${low}`, `${x - 6},${high} ${x + 6},${high}`]) {
              group.append(line(points, "#F46A25", 3));
            }
            above = high;
          }
          svg.append(group);
        }
        if (rows.length <= 12) {
          write(x, above - 14, "middle", counted ? row.counted : row.rated);
          write(x, base + 18, "middle", String(at + 1));
        }
      });
      svg.append(line(`${left},${base} 592,${base}`, "#3D3D3D", 1));
      write(left, base + 44, "start", "\u2190 Most deprived");
      write(592, base + 44, "end", "Least deprived \u2192");
      write(8, 14, "start", counted ? "Children" : data.unit);
      const symbols = Object.entries(data.symbols).filter(([symbol]) => rows.some((row) => (counted ? row.counted : row.rated) === symbol));
      write(8, 32, "start", symbols.map(([, meaning]) => meaning).join("; "));
      return svg;
    };
    const chosen = (name) => Number(pick(name).value);
    // A single year may be counted in the coarsest groups alone: the others cannot be chosen for it.
    const offer = () => {
      const missing = (breakdown) => breakdown.cells[chosen("period")] === null;
      [...pick("breakdown").options].forEach((option, at) => { option.disabled = missing(data.breakdowns[at]); });
      if (missing(data.breakdowns[chosen("breakdown")])) {
        pick("breakdown").value = String(data.breakdowns.findIndex((one) => !missing(one)));
      }
    };
    const redraw = () => {
      offer();
      const breakdown = data.breakdowns[chosen("breakdown")];
      const counted = pick("measure").value === "children";
      const cells = breakdown.cells[chosen("period")][chosen("definition")][chosen("outcome")];
      const rows = cells.map(([counted, count, rated, limits, rate, lower, upper]) => (
        { counted, count, rated, limits, rate, lower, upper, said: limits.startsWith("[") ? rated : `${rated} (${limits})` }));
      const words = [data.outcomes[chosen("outcome")], data.definitions[chosen("definition")], data.periods[chosen("period")]];
      const title = `${counted ? "Children" : "Rate per 10,000"} by ${breakdown.noun.toLowerCase()}. ${words.join("; ")}`;
      const svg = chart(rows, counted, breakdown, title);
      document.getElementById("explorer-chart").replaceChildren(svg);
      svg.setAttribute("role", "img");
      enliven(svg);
      document.getElementById("explorer-caption").textContent = title;
      document.getElementById("explorer-says").textContent = `${title}. Most deprived: ${counted ? rows[0].counted : rows[0].said}. Least deprived: ${counted ? rows.at(-1).counted : rows.at(-1).said}.`;
      document.getElementById("explorer-rows").replaceChildren(...rows.map((row, at) => {
        const end = at === 0 ? " (most deprived)" : at === rows.length - 1 ? " (least deprived)" : "";
        const line = make("tr");
        line.append(make("th", { scope: "row" }, `${at + 1}${end}`));
        for (const text of [row.counted, row.rated, row.limits]) line.append(make("td", {}, text));
        return line;
      }));
    };
    for (const name of ["outcome", "definition", "period", "breakdown", "measure"]) pick(name).addEventListener("change", redraw);
    redraw();
  };

  for (const element of document.querySelectorAll(".scripted")) element.hidden = false;
  document.querySelectorAll("figure svg").forEach(enliven);
  document.querySelectorAll("table:not(#explorer table)").forEach(sortable);
  explore();
})();
