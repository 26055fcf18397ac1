//! The page about the API. Its texts are the document's own.

/// `/api/v1/docs`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ApiDocsPage {
    /// Every operation.
    pub operations: Vec<ApiOperation>,
    /// What keys allow.
    pub scopes: Vec<ApiScope>,
    /// What goes wrong.
    pub problems: Vec<ApiProblem>,
    /// Clients that do it all: a name, and the text of the program.
    pub clients: Vec<(String, String)>,
}

/// Something that a program can ask for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ApiOperation {
    /// Its name.
    pub id: String,
    /// `GET`, `POST`, `DELETE`.
    pub method: String,
    /// Its address, with the names of what stands in it.
    pub path: String,
    /// What it does, in a few words.
    pub title: String,
    /// What there is to know of it.
    pub what: String,
    /// What a key has to allow.
    pub scope: String,
    /// Parameters and headers with what they mean.
    pub parameters: Vec<(String, String)>,
    /// Fields of the body with what they mean.
    pub body: Vec<(String, String)>,
    /// The status of an answer.
    pub status: String,
    /// Fields of the answer with what they mean.
    pub answer: Vec<(String, String)>,
}

/// What a key allows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApiScope {
    /// Its name.
    pub code: String,
}

/// What goes wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApiProblem {
    /// The end of its type's address.
    pub code: String,
    /// The HTTP status.
    pub status: u16,
    /// What it says of itself.
    pub title: String,
}
