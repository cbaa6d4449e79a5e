#include "sql/ast.h"

namespace sql {

std::string_view symbol(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::Add:
      return "+";
    case BinaryOperator::Subtract:
      return "-";
    case BinaryOperator::Multiply:
      return "*";
    case BinaryOperator::Divide:
      return "/";
    case BinaryOperator::Modulus:
      return "%";
    case BinaryOperator::Equal:
      return "=";
    case BinaryOperator::NotEqual:
      return "<>";
    case BinaryOperator::Less:
      return "<";
    case BinaryOperator::LessOrEqual:
      return "<=";
    case BinaryOperator::Greater:
      return ">";
    case BinaryOperator::GreaterOrEqual:
      return ">=";
    case BinaryOperator::NullSafeEqual:
      return "<=>";
    case BinaryOperator::IntegerDivide:
      return "div";
    case BinaryOperator::BitAnd:
      return "&";
    case BinaryOperator::BitOr:
      return "|";
    case BinaryOperator::BitXor:
      return "^";
    case BinaryOperator::ShiftLeft:
      return "<<";
    case BinaryOperator::ShiftRight:
      return ">>";
    case BinaryOperator::ShiftRightUnsigned:
      return ">>>";
  }
  return "?";
}

bool is_comparison(BinaryOperator op) {
  return op >= BinaryOperator::Equal && op <= BinaryOperator::NullSafeEqual;
}

}  // namespace sql
