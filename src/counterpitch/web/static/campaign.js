// Draws the graph of a campaign. Without it the table below says the same.
"use strict";
(() => {
  const place = document.querySelector("[data-graph]");
  if (!place || typeof cytoscape !== "function") return;
  // Cytoscape adds a style element unless one is there; the policy of the page allows none.
  const mark = document.createElement("meta");
  mark.id = "__________cytoscape_stylesheet";
  document.head.append(mark);

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const value = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const cut = (words, most) => (words.length > most ? `${words.slice(0, most - 1)}…` : words);
  // Sizes are those on the screen, however far the whole was drawn from.
  const said = document.querySelector("[data-graph-said]");
  const narrow = () => place.clientWidth < 500;
  const look = (zoom) => [
    { selector: "node", style: {
      label: "data(shown)", "font-size": 12 / zoom, color: value("--ink"), "text-halign": "data(across)", "text-valign": "data(along)",
      "text-margin-x": (node) => ({ left: -4, right: 4 })[node.data("across")] / zoom || 0, "text-margin-y": (node) => ({ top: -3, bottom: 3 })[node.data("along")] / zoom || 0,
      "text-background-color": value("--card"), "text-background-opacity": 0.85, "text-background-padding": 1,
      width: 20 / zoom, height: 20 / zoom, "background-color": value("--accent"), "border-width": 2 / zoom, "border-color": value("--card") } },
    { selector: "node[shape = 'identifier']", style: {
      shape: "round-rectangle", width: 16 / zoom, height: 16 / zoom, "background-color": value("--elevated-bg"), "border-color": value("--elevated"), "font-family": "monospace" } },
    { selector: "edge", style: { width: 1.5 / zoom, "line-dash-pattern": [6 / zoom, 3 / zoom], "line-color": value("--soft"), "line-style": "dashed", "curve-style": "straight", opacity: 0.75 } },
    { selector: "edge[?strong]", style: { width: 2.5 / zoom, "line-style": "solid", "line-color": value("--ink") } },
    { selector: ":selected, .near", style: { "border-color": value("--focus"), "line-color": value("--focus"), opacity: 1 } },
  ];

  // A label stands where it covers no node and no other label, cut short if need be; else nowhere:
  // pointing at the node tells it. Identifiers that tie most come first.
  const hits = (one, other) => one.x1 < other.x2 && one.x2 > other.x1 && one.y1 < other.y2 && one.y2 > other.y1;
  const spots = (at, wide) => [
    ["center", "bottom", { x1: at.x - wide / 2, x2: at.x + wide / 2, y1: at.y + 11, y2: at.y + 28 }],
    ["center", "top", { x1: at.x - wide / 2, x2: at.x + wide / 2, y1: at.y - 28, y2: at.y - 11 }],
    ["right", "center", { x1: at.x + 11, x2: at.x + 16 + wide, y1: at.y - 8, y2: at.y + 8 }],
    ["left", "center", { x1: at.x - 16 - wide, x2: at.x - 11, y1: at.y - 8, y2: at.y + 8 }],
  ];
  const named = (node) => {
    const whole = node.data("label"), number = node.data("number");
    const lengths = narrow() ? [20, 12] : [34, 20, 12];
    return [...lengths.map((most) => cut(whole, most)), ...(number ? [String(number)] : [])];
  };
  const label = (drawn) => {
    const taken = drawn.nodes().map((node) => { const at = node.renderedPosition(); return { x1: at.x - 10, x2: at.x + 10, y1: at.y - 10, y2: at.y + 10 }; });
    const inside = (box) => box.x1 > 2 && box.y1 > 2 && box.x2 < place.clientWidth - 2 && box.y2 < place.clientHeight - 2;
    const rank = (node) => (node.data("number") ? 0 : 1000) + node.degree(false);
    drawn.batch(() => drawn.nodes().sort((one, other) => rank(other) - rank(one)).forEach((node) => {
      let found = ["", "center", "bottom"];
      search: for (const words of named(node)) {
        for (const [across, along, box] of spots(node.renderedPosition(), words.length * 7.3)) {
          if (inside(box) && !taken.some((other) => hits(box, other))) { found = [words, across, along]; taken.push(box); break search; }
        }
      }
      node.data({ shown: found[0], across: found[1], along: found[2] });
    }));
  };
  const tell = (node) => {
    if (!said) return;
    said.textContent = [node.data("label"), node.data("about"), `${node.degree(false)} ties drawn`].filter(Boolean).join(" · ");
    if (!node.data("number")) return;
    const link = document.createElement("a");
    link.href = `/approaches/${node.data("number")}`;
    link.textContent = `Open approach ${node.data("number")}`;
    said.append(" · ", link);
  };

  fetch(place.dataset.graph, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
    .then((found) => {
      place.hidden = false;
      const elements = [
        ...found.nodes.map((each) => ({ data: { ...each, shown: "", across: "center", along: "bottom" } })),
        ...found.lines.map((each, at) => ({ data: { ...each, id: `line ${at}` } })),
      ];
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const drawn = cytoscape({
        container: place, elements, style: look(1), minZoom: 0.15, maxZoom: 3, userZoomingEnabled: false,
        // From a circle, so that the picture is the same every time.
        layout: { name: "circle" },
      });
      drawn.layout({
        name: "cose", animate: false, randomize: false, nodeRepulsion: () => 1500000, idealEdgeLength: () => 110, nodeOverlap: 40, nodeDimensionsIncludeLabels: true, padding: 24, componentSpacing: 60, numIter: still ? 600 : 1200,
      }).run();
      const fit = () => { drawn.fit(undefined, narrow() ? 30 : 48); drawn.style(look(drawn.zoom())); label(drawn); };
      fit();
      addEventListener("resize", () => { drawn.resize(); fit(); });
      // A mouse has seen the name before it clicks; a finger has not.
      drawn.on("tap", "node", (event) => {
        const number = event.target.data("number"), mouse = event.originalEvent && event.originalEvent.type.startsWith("mouse");
        if (number && mouse && !narrow()) location.href = `/approaches/${number}`;
        tell(event.target);
      });
      drawn.on("mouseover", "node", (event) => { event.target.closedNeighborhood().addClass("near"); tell(event.target); });
      drawn.on("mouseout", "node", () => { drawn.elements().removeClass("near"); });
      dark.addEventListener("change", () => drawn.style(look(drawn.zoom())));
      place.dataset.drawn = String(drawn.nodes().length);
    })
    .catch(() => { place.hidden = true; document.querySelector(".ties")?.setAttribute("open", ""); });
})();
