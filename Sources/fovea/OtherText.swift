import Diagnostics
import Foundation

/// What a file is that was given as a script and is none: one message, in place of one a line.
struct OtherText {
  let message: String
  let hint: String

  /// Nil where it may be a script with mistakes.
  init?(_ text: String, path: String, _ findings: [Diagnostic]) {
    let isMarkdown = [".md", ".markdown"].contains { path.lowercased().hasSuffix($0) }
    if isMarkdown || text.hasPrefix("```fovea") || text.contains("\n```fovea") {
      message = "'\(path)' is a notebook, no script."
      hint = "Type: fovea notebook run \(path)"
      return
    }
    hint = "A script has a command a line, such as: load digits as d"
    let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.prefix(64).lowercased()
    if let (_, kind) = Self.beginnings.first(where: { start.hasPrefix($0.0) }) {
      message = "'\(path)' is no script: it begins as \(kind)."
      return
    }
    let lines = text.split(separator: "\n").count { line in
      !line.allSatisfy(\.isWhitespace) && line.first { $0 != " " } != "#"
    }
    let wrong = Set(findings.map(\.place.line)).count
    guard wrong >= Self.fewest, 2 * wrong > lines else { return nil }
    message = "'\(path)' is no script: \(wrong) of its \(lines) lines make no sense."
  }

  /// Where fewer lines are wrong, each is told.
  private static let fewest = 10

  private static let beginnings = [
    ("<?xml", "XML does"), ("<svg", "an SVG picture does"), ("<!doctype", "a web page does"),
    ("<html", "a web page does"), ("{\"", "JSON does"), ("[{", "JSON does"), ("%!ps", "PostScript does"),
    ("%pdf", "a PDF file does"), ("import ", "a program in another language does"),
    ("#!/usr/bin/env python", "a Python script does"), ("#!/bin/", "a script of another shell does"),
  ]
}
