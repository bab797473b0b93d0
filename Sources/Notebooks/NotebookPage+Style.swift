internal import Record

extension NotebookPage {
  /// What pages of notebooks have besides the style of all pages.
  static let style: HTML = """
    :root { --soft: #f5f5f7; --link: #0b57d0; --verb: #0b57d0; --text: #8a3d00; --figure: #11703c; --quiet: \
    #6a6a70 }
    :root {
      --from-left: linear-gradient(90deg, #fff 40%, transparent); --from-right: linear-gradient(-90deg, #fff \
      40%, transparent);
      --edge-left: linear-gradient(90deg, rgba(0, 0, 0, .22), transparent); --edge-right: \
      linear-gradient(-90deg, rgba(0, 0, 0, .22), transparent)
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --from-left: linear-gradient(90deg, #17181a 40%, transparent); --from-right: linear-gradient(-90deg, \
        #17181a 40%, transparent);
        --edge-left: linear-gradient(90deg, rgba(255, 255, 255, .22), transparent); --edge-right: \
        linear-gradient(-90deg, rgba(255, 255, 255, .22), transparent)
      }
      :root { --soft: #202225; --link: #8ab4f8; --verb: #8ab4f8; --text: #f2b27a; --figure: #7bcf9d; \
      --quiet: #9a9aa0 }
      img.chart { filter: invert(.91) hue-rotate(180deg) }
    }
    html { scroll-padding-top: 1rem }
    main.note { max-width: 46rem; line-height: 1.6 }
    main.note h1 { font-size: 1.9rem; line-height: 1.2; margin: 1rem 0 .8rem }
    main.note h2 { font-size: 1.35rem; margin: 2.6rem 0 .8rem; line-height: 1.25 }
    main.note h3 { font-size: 1.1rem; margin: 2rem 0 .6rem }
    main.note a { color: var(--link) }
    main.note li { margin: .25rem 0 }
    blockquote { margin: 1rem 0; padding: .1rem 1rem; border-left: 3px solid var(--line) }
    hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0 }
    img { max-width: 100%; height: auto }
    main.note .whole a { display: inline-block; font-size: .9rem; text-decoration: none; border: 1px solid; \
    border-radius: 1rem; padding: .2rem .8rem }
    main.note .same, main.note .whole .same { color: var(--good) }
    main.note .differs, main.note .missing { color: var(--bad) }
    main.note .inconclusive, main.note .stale { color: var(--open) }
    main.note .unchecked, main.note .measured { color: var(--quiet) }
    p code, li code, dd code { background: var(--soft); border-radius: .25rem; padding: .1rem .3rem }
    li pre code, dd pre code { background: none; padding: 0 }
    main.note > pre, blockquote pre, li pre { background: var(--soft); border-radius: .4rem; padding: .7rem \
    .9rem; margin: 1rem 0; overflow-x: auto }
    main.note .value { color: inherit; text-decoration: underline dotted; overflow-wrap: anywhere }
    .value sup { font-size: .7em; line-height: 0; margin-left: .1em }
    a.value.same sup { color: var(--good) } a.value.stale sup, a.value.inconclusive sup { color: var(--open) }
    a.value.differs sup { color: var(--bad) } a.value.unchecked sup, a.value.measured sup { color: \
    var(--quiet) }
    nav.contents { border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); margin: 1.2rem \
    0; padding: .6rem 0 }
    nav.contents ul { list-style: none; margin: 0; padding: 0 }
    nav.contents .level3 { padding-left: 1.2rem; font-size: .93em }
    nav.contents a { text-decoration: none }
    nav.contents a:hover { text-decoration: underline }
    div.block { margin: 1.4rem 0; color: var(--ink) !important; border: 1px solid var(--line); \
    border-radius: .5rem; overflow: hidden }
    div.block.stale, div.block.missing { border-style: dashed; border-color: var(--open) }
    div.block.differs { border-color: var(--bad) }
    .bar { display: flex; justify-content: space-between; font-size: .75rem; padding: .25rem .9rem; \
    background: var(--soft); color: var(--quiet) }
    .outputs pre, details.record .wide {
      background: var(--from-left) left / 2rem calc(100% + 2px) no-repeat local, var(--from-right) right / \
      2rem calc(100% + 2px) no-repeat local,
        var(--edge-left) left / .5rem 100% no-repeat scroll, var(--edge-right) right / .5rem 100% no-repeat \
        scroll
    }
    .block pre { overflow-x: auto; white-space: pre; overflow-wrap: normal }
    pre.code { background: var(--soft); padding: .2rem .9rem .7rem; font-size: .88rem }
    pre.code code { font-size: inherit }
    pre.code > code > span, .words { display: block; white-space: pre-wrap; overflow-wrap: anywhere; \
    padding-left: 4ch; text-indent: -4ch }
    pre.code > code > span:target { background: rgba(80, 140, 240, .28) }
    .comment { color: var(--quiet); font-style: italic } .verb { color: var(--verb); font-weight: 600 }
    .string { color: var(--text) } .number { color: var(--figure) }
    .outputs { padding: .6rem .9rem; border-top: 1px solid var(--line) }
    .outputs pre { font-size: .8rem; margin: .5rem 0 }
    details.round { margin: .5rem 0 } details.round summary { font: .8rem/1.45 ui-monospace, monospace; \
    cursor: pointer }
    .outputs p { margin: .5rem 0; text-align: center }
    .stale .outputs { opacity: .6 }
    img.pictures { background: #fff; border-radius: .3rem }
    .failure { margin: 0; padding: .6rem .9rem; color: var(--bad); border-top: 1px solid var(--line) }
    details.record { border-top: 1px solid var(--line); font-size: .85rem; padding: .35rem .9rem }
    details.record summary { cursor: pointer; color: var(--quiet) }
    details.record p { margin: .9rem 0 .3rem }
    details.record table { margin: .2rem 0 .8rem; font-size: .8rem; font-variant-numeric: tabular-nums }
    details.record th { font-weight: 500; width: 1% } details.record td { overflow-wrap: anywhere } \
    details.record .wide { overflow-x: auto }
    details.record .wide td, details.record .wide th { width: auto; overflow-wrap: normal }
    footer { margin-top: 4rem; border-top: 1px solid var(--line); font-size: .85rem; color: var(--quiet) }
    main.note footer h2 { font-size: 1rem; margin: 1rem 0 .5rem }
    footer .marks { list-style: none; padding: 0 }
    .nopicture { color: var(--quiet) }
    @media (max-width: 40rem) {
      main.note h1 { font-size: 1.5rem }
      .outputs pre, details.round summary { font-size: .7rem } pre.code { font-size: .78rem }
      .outputs, pre.code, .bar, details.record { padding-left: .6rem; padding-right: .6rem }
      footer dl { grid-template-columns: 1fr } footer dd { margin-bottom: .4rem }
    }
    @media (min-width: 80rem) {
      nav.contents { position: fixed; top: 2rem; left: max(1rem, calc(50vw - 39rem)); width: 14rem; \
      max-height: calc(100vh - 4rem); overflow-y: auto; border: 0; font-size: .9rem; margin: 0 }
    }
    @media print {
      main.note { max-width: none; padding: 0 }
      body { font-size: 11pt }
      nav.contents { position: static; width: auto }
      .block pre { white-space: pre-wrap }
      .outputs pre, .outputs p, pre.code { break-inside: avoid }
      main.note h2, main.note h3, .bar { break-after: avoid }
      div.block { overflow: visible }
      details.record:not([open]) { display: none }
    }
    """
}
