//! What the page means, for whom it is read aloud: headings, paragraphs, tables, in reading order.
//!
//! The tree grows while the statement is laid out, in the order in which it is to be read; where on which page
//! its text comes to stand is decided later and apart (`flow`).

use krilla::tagging::TableHeaderScope;

/// A place in the tree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NodeId(pub usize);

/// What a place is.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Role {
    /// One statement, in this language.
    Part(&'static str),
    /// What belongs under one heading.
    Section,
    /// A heading of a level from 1, with its text.
    Heading(u16, String),
    /// A paragraph.
    Paragraph,
    /// A paragraph in another language than the rest.
    Foreign(&'static str),
    /// A table.
    Table,
    /// Its first rows, which head the columns.
    Head,
    /// Its other rows.
    Body,
    /// A row.
    Row,
    /// A cell that heads a column or a row, over so many columns: a cell that says nothing would be left out, and
    /// the others would be read under the wrong head.
    Header(TableHeaderScope, u32),
    /// Another cell.
    Cell,
    /// A list.
    List,
    /// An item of it.
    Item,
    /// What the item says.
    ItemBody,
    /// A drawing, with what it shows in words.
    Figure(String),
    /// A link.
    Link,
}

/// A node: its role and what is below it.
pub(crate) struct Node {
    /// What it is.
    pub role: Role,
    /// What is below it, in reading order.
    pub children: Vec<NodeId>,
}

/// The tree of one statement; the first node is its root.
pub(crate) struct Tree(pub Vec<Node>);

impl Tree {
    /// The root of every tree.
    pub(crate) const ROOT: NodeId = NodeId(0);

    /// A tree of a statement in this language.
    pub(crate) fn new(language: &'static str) -> Self {
        Self(vec![Node { role: Role::Part(language), children: Vec::new() }])
    }

    /// Grows a node under another, after what is there.
    pub(crate) fn add(&mut self, parent: NodeId, role: Role) -> NodeId {
        let id = NodeId(self.0.len());
        self.0.push(Node { role, children: Vec::new() });
        if let Some(parent) = self.0.get_mut(parent.0) {
            parent.children.push(id);
        }
        id
    }
}
