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
  // On a phone there is no room for the names of approaches; a touch leads to them.
  const narrow = () => place.clientWidth < 500;
  const look = (scale, zoom = narrow() ? scale * 1.35 : scale) => [
    { selector: "node", style: {
      label: narrow() ? "" : "data(label)", "font-size": 12 / zoom, color: value("--ink"), "text-wrap": "wrap", "text-max-width": 130 / zoom,
      "text-valign": "bottom", "text-margin-y": 4 / zoom, "text-background-color": value("--card"), "text-background-opacity": 0.85,
      "text-background-padding": 1, width: 22 / zoom, height: 22 / zoom, "background-color": value("--accent"), "border-width": 2 / zoom, "border-color": value("--card") } },
    { selector: "node[shape = 'identifier']", style: {
      shape: "round-rectangle", width: 16 / zoom, height: 16 / zoom, "background-color": value("--elevated-bg"), "border-color": value("--elevated"),
      label: "data(label)", "font-family": "monospace", "font-size": 11 / zoom } },
    { selector: "edge", style: { width: 1.5 / zoom, "line-dash-pattern": [6 / zoom, 3 / zoom], "line-color": value("--soft"), "line-style": "dashed", "curve-style": "straight", opacity: 0.75 } },
    { selector: "edge[?strong]", style: { width: 2.5 / zoom, "line-style": "solid", "line-color": value("--ink") } },
    { selector: ":selected, .near", style: { "border-color": value("--focus"), "line-color": value("--focus"), opacity: 1 } },
  ];

  fetch(place.dataset.graph, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
    .then((found) => {
      place.hidden = false;
      const elements = [
        ...found.nodes.map((each) => ({ data: { ...each, label: cut(each.label, 34) } })),
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
      const fit = () => { const room = narrow() ? 16 : 44; drawn.fit(undefined, room); drawn.style(look(drawn.zoom())); drawn.fit(undefined, room); drawn.style(look(drawn.zoom())); };
      fit();
      addEventListener("resize", () => { drawn.resize(); fit(); });
      drawn.on("tap", "node[number > 0]", (event) => { location.href = `/approaches/${event.target.data("number")}`; });
      drawn.on("mouseover", "node", (event) => {
        event.target.closedNeighborhood().addClass("near");
        place.title = [event.target.data("label"), event.target.data("about")].filter(Boolean).join(" · ");
      });
      drawn.on("mouseout", "node", () => { drawn.elements().removeClass("near"); place.title = ""; });
      dark.addEventListener("change", () => drawn.style(look(drawn.zoom())));
      place.dataset.drawn = String(drawn.nodes().length);
    })
    .catch(() => { place.hidden = true; document.querySelector(".ties")?.setAttribute("open", ""); });
})();
