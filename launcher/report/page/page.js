"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const NS = "http://www.w3.org/2000/svg";
  const clock = new Intl.DateTimeFormat("en-GB", {timeZone: data.zone, weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit"});
  const whole = new Intl.NumberFormat("en-US", {maximumFractionDigits: 0});
  const made = (name, set, parent) => {
    const each = document.createElementNS(NS, name);
    for (const key in set) each.setAttribute(key, set[key]);
    return parent.appendChild(each);
  };
  const since = hours => {
    const minutes = Math.round(hours * 60), days = Math.floor(minutes / 1440), rest = minutes % 1440;
    const parts = [[days, "d"], [Math.floor(rest / 60), "h"], [rest % 60, "min"]].filter(part => part[0]);
    return parts.length ? "+" + parts.slice(0, 2).map(part => part.join(" ")).join(" ") : "release";
  };
  const nearest = (list, wanted) => {
    let low = 0, high = list.length - 1;
    while (low < high) { const middle = (low + high) >> 1; if (list[middle] < wanted) low = middle + 1; else high = middle; }
    return low && wanted - list[low - 1] < list[low] - wanted ? low - 1 : low;
  };
  for (const curve of document.querySelectorAll(".curve")) {
    const tip = curve.querySelector(".tip");
    const layer = name => { const box = curve.querySelector(`[value=${name}]`); return !box || box.checked; };
    const hide = svg => { tip.hidden = true; svg.querySelector(".cursor").replaceChildren(); };
    const point = (svg, event) => {
      const range = data.ranges[[...svg.classList].find(name => name.startsWith("r-")).slice(2)];
      const [left, right, top, floor] = svg.dataset.plot.split(" ").map(Number), end = Number(svg.dataset.end);
      const [kind, low, high] = svg.dataset.scale.split(" ").map((each, place) => place ? Number(each) : each);
      const box = svg.getBoundingClientRect(), unit = box.width / svg.viewBox.baseVal.width;
      const hour = ((event.clientX - box.left) / unit - left) / (right - left) * end;
      if (!range.hours.length || hour < -end * .02 || hour > end * 1.02) return hide(svg);
      const place = nearest(range.hours, hour), at = range.hours[place], x = left + at / end * (right - left);
      const share = value => kind === "log" ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
      const cursor = svg.querySelector(".cursor");
      cursor.replaceChildren();
      made("line", {x1: x, x2: x, y1: top, y2: floor}, cursor);
      const head = document.createElement("b");
      head.textContent = data.release === null ? since(at) : `${since(at)} · ${clock.format(data.release + at * 3600000)}`;
      tip.replaceChildren(head);
      data.strokes.forEach((stroke, number) => {
        const value = range.values[number][place];
        if (value === null || !layer(stroke.layer)) return;
        made("circle", {cx: x, cy: floor - share(value) * (floor - top), r: 4, class: stroke.css}, cursor);
        const line = tip.appendChild(document.createElement("span")), name = line.appendChild(document.createElement("em"));
        line.className = stroke.css; name.textContent = stroke.label; line.append(whole.format(value));
      });
      tip.hidden = false;
      const to = x * unit + 14, width = tip.offsetWidth;
      tip.style.left = `${to + width > box.width ? Math.max(0, x * unit - width - 14) : to}px`;
      tip.style.top = `${Math.max(0, (event.clientY - box.top) - tip.offsetHeight - 12)}px`;
    };
    for (const svg of curve.querySelectorAll("svg.chart")) {
      svg.addEventListener("pointermove", event => point(svg, event));
      svg.addEventListener("pointerdown", event => point(svg, event));
      svg.addEventListener("pointerleave", () => hide(svg));
    }
  }
})();
