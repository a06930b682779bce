//! Texts to look into. Case is folded in every script before they are stored: SQLite by itself folds `a` to `z` only.

use sea_orm::sea_query::{Expr, ExprTrait, IntoColumnRef, LikeExpr};

/// The text as it is stored and looked for.
pub(super) fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// The column's folded text holds this folded one.
pub(super) fn holds(column: impl IntoColumnRef, text: &str) -> Expr {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    Expr::col(column).like(LikeExpr::new(format!("%{escaped}%")).escape('\\'))
}
