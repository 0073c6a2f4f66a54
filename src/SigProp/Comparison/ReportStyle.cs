namespace SigProp.Comparison;

/// <summary>How a report looks: light or dark as the reader's screen is, light on paper.</summary>
internal static class ReportStyle
{
    /// <summary>The page's style sheet. The series' colours are told apart by those who see colours in another way as well (Okabe and Ito 2008), lighter on a
    /// dark page.</summary>
    public const string Css = """
        <style>
        :root { color-scheme: light dark; --back: #fff; --panel: #f5f6f8; --text: #1a1c20; --soft: #5a606b; --line: #d5d8de; --over: #fff; --link: #005a9c;
          --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #b8569a; --c4: #a87400; --c5: #3a9bd6; --c6: #444; }
        @media (prefers-color-scheme: dark) { :root { --back: #15171b; --panel: #1e2127; --text: #e8eaee; --soft: #a5acb8; --line: #3a3f49; --over: #0c0d10; --link: #7cc0f5;
          --c0: #4aa8e8; --c1: #ff8a3d; --c2: #2fcf9f; --c3: #e79ac6; --c4: #f0b429; --c5: #9ad7ff; --c6: #cfd3da; } }
        @media print { :root { color-scheme: light; --back: #fff; --panel: #f5f6f8; --text: #000; --soft: #444; --line: #ccc; --over: #fff; --link: #000;
          --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #b8569a; --c4: #a87400; --c5: #3a9bd6; --c6: #444; } }
        .s0 { --s: var(--c0); } .s1 { --s: var(--c1); } .s2 { --s: var(--c2); } .s3 { --s: var(--c3); } .s4 { --s: var(--c4); } .s5 { --s: var(--c5); } .s6 { --s: var(--c6); }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
        main { max-width: 1160px; margin: 0 auto; padding: 24px 20px 56px; }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 8px; overflow-wrap: anywhere; }
        h2 { font-size: 1.3rem; line-height: 1.25; margin: 44px 0 12px; padding-top: 10px; border-top: 1px solid var(--line); }
        h3 { font-size: 1rem; line-height: 1.3; margin: 20px 0 8px; overflow-wrap: anywhere; }
        p, li { max-width: 78ch; overflow-wrap: anywhere; }
        .facts, .note, figcaption { color: var(--soft); font-size: .9rem; }
        .lead { font-size: 1.15rem; }
        nav { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: .9rem; }
        a { color: var(--link); }
        .figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 470px), 1fr)); gap: 28px 36px; align-items: start; }
        figure { margin: 0; min-width: 0; break-inside: avoid; }
        figure h3 { margin: 0 0 8px; }
        figcaption { margin-top: 8px; overflow-wrap: anywhere; }
        svg.chart { display: block; width: 100%; max-width: 600px; height: auto; font-size: 13px; overflow: visible; }
        svg text { fill: currentColor; }
        svg .tick { fill: var(--soft); font-variant-numeric: tabular-nums; }
        svg .axis { fill: var(--text); }
        svg .over { fill: var(--over); font-variant-numeric: tabular-nums; }
        svg .grid { stroke: var(--line); stroke-width: 1; fill: none; opacity: .7; }
        svg .frame { stroke: var(--soft); stroke-width: 1; fill: none; }
        svg .reference { stroke: var(--soft); stroke-width: 1.2; stroke-dasharray: 5 4; fill: none; }
        svg .panel { fill: var(--panel); stroke: var(--line); }
        svg .line { stroke: var(--s); stroke-width: 2; fill: none; stroke-linejoin: round; }
        svg .mark { fill: var(--s); stroke: var(--back); stroke-width: .8; }
        svg .whisker { stroke: var(--s); stroke-width: 1.5; fill: none; }
        svg .reach { stroke: var(--text); stroke-width: 1.5; fill: none; }
        svg .dot { fill: var(--text); opacity: .4; }
        svg .bar { fill: var(--s); opacity: .75; }
        svg .right { fill: var(--c0); }
        svg .wrong { fill: var(--c1); }
        svg.key { width: 13px; height: 13px; margin-right: 7px; vertical-align: -1px; }
        .raster svg { display: block; width: 100%; max-width: 760px; height: auto; }
        .raster rect { fill: var(--back); stroke: none; }
        .raster rect + rect, .raster rect[stroke] { fill: var(--panel); stroke: var(--line); }
        .raster path { fill: var(--c0); }
        .scroll { overflow-x: auto; max-width: 100%; }
        table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
        th, td { padding: 7px 10px; text-align: right; vertical-align: top; border-bottom: 1px solid var(--line); white-space: nowrap; }
        thead th { color: var(--soft); font-weight: 600; white-space: normal; vertical-align: bottom; }
        tbody th { text-align: left; font-weight: 600; }
        th:first-child { padding-left: 0; }
        small { display: block; color: var(--soft); font-size: .82rem; font-weight: 400; }
        th small { min-width: 20ch; max-width: 34ch; white-space: normal; }
        .words th, .words td { text-align: left; }
        .words td small { display: inline; }
        td.words { white-space: normal; min-width: 9ch; }
        td.best { background: var(--panel); }
        pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 12px; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .9rem; }
        @media (max-width: 600px) { main { padding: 16px 14px 40px; } h1 { font-size: 1.4rem; } th, td { padding: 6px 8px; } th small { min-width: 12ch; max-width: 20ch; } tbody th { white-space: normal; } .words td small { display: block; } }
        @media print { html { font-size: 11px; } nav { display: none; } main { max-width: none; padding: 0; } body { font-size: 11px; } .scroll { overflow: visible; } table { font-size: 9px; } small { font-size: 8px; }
          th, td { padding: 3px 5px; } tbody th { white-space: normal; } th small { min-width: 0; } tr { break-inside: avoid; } h2, h3 { break-after: avoid; } h2 { margin-top: 24px; }
          .figures { grid-template-columns: 1fr 1fr; gap: 18px; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
        </style>

        """;
}
