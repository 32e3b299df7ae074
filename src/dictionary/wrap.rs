//! Wraps text for a terminal. Indented lines stay apart and keep their indent.

/// Returns the text with no line longer than `width`, save words that are.
///
/// Each line is a paragraph of its own. The lines after the first of an indented one are indented with
/// it, and where it begins with a term and two spaces or more, they begin under what follows them. A
/// long term stands on a line of its own.
pub(super) fn wrap(text: &str, width: usize) -> String {
    text.lines().map(|line| wrap_line(line.trim_end(), width)).collect::<Vec<_>>().join("\n")
}

fn wrap_line(line: &str, width: usize) -> String {
    let indent = line.chars().take_while(|&letter| letter == ' ').count();
    let (term, rest) = match line[indent..].find("  ") {
        Some(gap) => {
            let after = line[indent + gap..].trim_start();
            line.split_at(line.len() - after.len())
        }
        None => line.split_at(indent),
    };
    let mut hang = term.chars().count();
    let mut out = term.to_owned();
    if hang > width / 3 {
        hang = indent + 4;
        out = format!("{}\n{}", term.trim_end(), " ".repeat(hang));
    }
    let mut column = hang;
    for (place, word) in rest.split(' ').enumerate() {
        let length = word.chars().count();
        if place > 0 && column + 1 + length > width {
            out.push('\n');
            out.push_str(&" ".repeat(hang));
            column = hang;
        } else if place > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_longer_than_the_width() {
        let text = wrap("one two three four five six seven", 13);
        assert_eq!(text, "one two three\nfour five six\nseven");
    }

    #[test]
    fn a_term_hangs_out_over_what_is_said_of_it() {
        assert_eq!(wrap("  3A   one two three", 24), "  3A   one two three");
        assert_eq!(wrap("  3A   one two three four", 21), "  3A   one two three\n       four");
    }

    #[test]
    fn a_long_term_stands_on_a_line_of_its_own() {
        assert_eq!(wrap("  a long term  one two", 12), "  a long term\n      one\n      two");
    }

    #[test]
    fn a_word_longer_than_the_width_stands_alone() {
        assert_eq!(wrap("a abcdefghij b", 5), "a\nabcdefghij\nb");
    }

    #[test]
    fn blank_lines_stay() {
        assert_eq!(wrap("a\n\nb", 5), "a\n\nb");
    }
}
