#include "sql/spark_command.h"

#include "base/text.h"
#include "plan/builders.h"
#include "sql/lexer.h"
#include "sql/spark_errors.h"
#include "sql/token_stream.h"

namespace sql {
namespace {

class CommandParser {
 public:
  CommandParser(std::string_view text, TokenStream tokens) : text_(text), tokens_(std::move(tokens)) {}

  base::Result<std::optional<SparkCommand>> parse() {
    if (tokens_.take_keyword("CREATE")) return create();
    if (tokens_.take_keyword("DROP")) return drop();
    if (tokens_.take_keyword("INSERT")) return insert();
    if (tokens_.take_keyword("SHOW")) return show();
    if (tokens_.take_keyword("USE")) return use();
    if (tokens_.take_keyword("DESCRIBE") || tokens_.take_keyword("DESC")) return describe();
    if (tokens_.take_keyword("SET")) return set();
    for (const char* word : {"REFRESH", "CACHE", "UNCACHE"})
      if (tokens_.at_keyword(word)) return std::optional<SparkCommand>(RefreshCommand{});
    return std::optional<SparkCommand>();
  }

 private:
  using Parsed = base::Result<std::optional<SparkCommand>>;

  template <typename Command>
  Parsed done(Command command) {
    tokens_.take_symbol(";");
    if (!tokens_.at_end()) return tokens_.mismatch("<EOF>");
    return std::optional<SparkCommand>(std::move(command));
  }

  // What is left of the text, which begins here.
  std::string rest() const {
    std::string_view rest = base::trim(text_.substr(tokens_.peek().offset));
    if (rest.ends_with(';')) rest.remove_suffix(1);
    return std::string(rest);
  }

  base::Result<TableNameParts> name() {
    TableNameParts parts;
    do {
      parts.push_back(TRY(tokens_.expect_name()).text);
    } while (tokens_.take_symbol("."));
    return parts;
  }

  base::Result<std::string> string() {
    if (tokens_.peek().kind != TokenKind::String) return tokens_.mismatch("<string>");
    return std::string(tokens_.take().text);
  }

  bool take_words(std::initializer_list<std::string_view> words) {
    std::size_t ahead = 0;
    for (const std::string_view word : words)
      if (!tokens_.at_keyword(word, ahead++)) return false;
    for (std::size_t i = 0; i < words.size(); ++i) tokens_.take();
    return true;
  }

  bool take_database() {
    return tokens_.take_keyword("DATABASE") || tokens_.take_keyword("SCHEMA") ||
           tokens_.take_keyword("NAMESPACE");
  }

  Parsed create() {
    const bool replace = take_words({"OR", "REPLACE"});
    if (take_database()) return create_database();
    const bool temporary = tokens_.take_keyword("TEMP") || tokens_.take_keyword("TEMPORARY");
    if (temporary && tokens_.take_keyword("VIEW")) return create_view(replace);
    tokens_.take_keyword("EXTERNAL");
    if (!temporary && tokens_.take_keyword("TABLE")) return create_table(replace);
    for (const char* word : {"VIEW", "GLOBAL", "FUNCTION", "MATERIALIZED"})
      if (tokens_.at_keyword(word))
        return not_supported_yet(tokens_.position(), std::string("CREATE ") + word);
    return tokens_.mismatch("<statement>");
  }

  Parsed create_database() {
    CreateDatabaseCommand command;
    command.if_not_exists = take_words({"IF", "NOT", "EXISTS"});
    command.name = TRY(name());
    for (;;) {
      if (tokens_.take_keyword("COMMENT"))
        command.comment = TRY(string());
      else if (tokens_.take_keyword("LOCATION"))
        command.location = TRY(string());
      else
        return done(std::move(command));
    }
  }

  Parsed create_view(bool replace) {
    CreateViewCommand command{.replace = replace};
    command.if_not_exists = take_words({"IF", "NOT", "EXISTS"});
    command.name = TRY(name());
    TRY(tokens_.expect_keyword("AS"));
    command.query = rest();
    return std::optional<SparkCommand>(std::move(command));
  }

  Parsed create_table(bool replace) {
    CreateTableCommand command{.replace = replace};
    command.if_not_exists = take_words({"IF", "NOT", "EXISTS"});
    command.name = TRY(name());
    if (tokens_.at_symbol("(")) command.columns = TRY(in_parentheses());
    for (;;) {
      if (tokens_.take_keyword("USING")) {
        command.format = base::to_lower(TRY(tokens_.expect_name()).text);
      } else if (take_words({"STORED", "AS"})) {
        command.format = base::to_lower(TRY(tokens_.expect_name()).text);
      } else if (take_words({"PARTITIONED", "BY"})) {
        TRY(partitions(command));
      } else if (tokens_.take_keyword("LOCATION")) {
        command.location = TRY(string());
      } else if (tokens_.take_keyword("COMMENT")) {
        command.parameters["comment"] = TRY(string());
      } else if (tokens_.take_keyword("OPTIONS")) {
        TRY(options(command.options));
      } else if (tokens_.take_keyword("TBLPROPERTIES")) {
        TRY(options(command.parameters));
      } else if (tokens_.take_keyword("AS") || tokens_.at_query()) {
        command.query = rest();
        return std::optional<SparkCommand>(std::move(command));
      } else {
        return done(std::move(command));
      }
    }
  }

  // The text between parentheses, which may hold others.
  base::Result<std::string> in_parentheses() {
    const std::size_t from = tokens_.take().offset + 1;
    for (int depth = 1;; tokens_.take()) {
      if (tokens_.at_end()) return tokens_.mismatch("')'");
      if (tokens_.at_symbol("(")) ++depth;
      if (tokens_.at_symbol(")") && --depth == 0) break;
    }
    return std::string(text_.substr(from, tokens_.take().offset - from));
  }

  // Names, or columns with their types, as Hive has it.
  base::Result<void> partitions(CreateTableCommand& command) {
    if (!tokens_.at_symbol("(")) return tokens_.mismatch("'('");
    const bool typed = !tokens_.at_symbol(",", 2) && !tokens_.at_symbol(")", 2);
    if (typed) {
      TokenStream ahead = tokens_;
      const std::string columns = TRY(in_parentheses());
      TokenStream names(TRY(tokenize(columns, tokens_.dialect())), tokens_.dialect());
      int depth = 0;
      for (bool at_name = true; !names.at_end();) {
        if (at_name) {
          command.partition_by.push_back(TRY(names.expect_name()).text);
          at_name = false;
          continue;
        }
        if (names.at_symbol("(") || names.at_symbol("<")) ++depth;
        if (names.at_symbol(")") || names.at_symbol(">")) --depth;
        at_name = names.at_symbol(",") && depth == 0;
        names.take();
      }
      command.columns += (command.columns.empty() ? "" : ", ") + columns;
      return {};
    }
    tokens_.take();
    do {
      command.partition_by.push_back(TRY(tokens_.expect_name()).text);
    } while (tokens_.take_symbol(","));
    return tokens_.expect_symbol(")");
  }

  base::Result<void> options(std::map<std::string, std::string>& options) {
    TRY(tokens_.expect_symbol("("));
    do {
      std::string key;
      if (tokens_.peek().kind == TokenKind::String)
        key = tokens_.take().text;
      else
        key = base::join(TRY(name()), ".");
      tokens_.take_symbol("=");
      if (tokens_.at_end() || tokens_.at_symbol(")")) return tokens_.mismatch("<value>");
      options[key] = tokens_.take().text;
    } while (tokens_.take_symbol(","));
    return tokens_.expect_symbol(")");
  }

  Parsed insert() {
    InsertCommand command;
    command.overwrite = tokens_.take_keyword("OVERWRITE");
    if (!command.overwrite) TRY(tokens_.expect_keyword("INTO"));
    tokens_.take_keyword("TABLE");
    command.table = TRY(name());
    if (tokens_.at_keyword("PARTITION")) return not_supported_yet(tokens_.position(), "PARTITION of INSERT");
    if (tokens_.at_symbol("(") && !tokens_.at_query(1) && !tokens_.at_symbol("(", 1)) {
      tokens_.take();
      do {
        command.columns.push_back(TRY(tokens_.expect_name()).text);
      } while (tokens_.take_symbol(","));
      TRY(tokens_.expect_symbol(")"));
    }
    command.query = rest();
    return std::optional<SparkCommand>(std::move(command));
  }

  Parsed drop() {
    DropCommand command;
    if (take_database())
      command.kind = DropCommand::Kind::Database;
    else if (tokens_.take_keyword("VIEW"))
      command.kind = DropCommand::Kind::View;
    else
      TRY(tokens_.expect_keyword("TABLE"));
    command.if_exists = take_words({"IF", "EXISTS"});
    command.name = TRY(name());
    command.cascade = tokens_.take_keyword("CASCADE");
    if (!command.cascade && !tokens_.take_keyword("RESTRICT")) tokens_.take_keyword("PURGE");
    return done(std::move(command));
  }

  Parsed show() {
    using Kind = ShowCommand::Kind;
    ShowCommand command;
    if (tokens_.take_keyword("DATABASES") || tokens_.take_keyword("SCHEMAS") ||
        tokens_.take_keyword("NAMESPACES"))
      command.kind = Kind::Databases;
    else if (tokens_.take_keyword("COLUMNS"))
      command.kind = Kind::Columns;
    else if (tokens_.take_keyword("PARTITIONS"))
      command.kind = Kind::Partitions;
    else if (!tokens_.take_keyword("TABLES"))
      return not_supported_yet(tokens_.position(), "SHOW " + tokens_.peek().keyword);
    if (tokens_.take_keyword("FROM") || tokens_.take_keyword("IN"))
      command.of = TRY(name());
    else if (command.kind == Kind::Partitions)
      command.of = TRY(name());
    tokens_.take_keyword("LIKE");
    if (tokens_.peek().kind == TokenKind::String) command.pattern = TRY(string());
    return done(std::move(command));
  }

  Parsed use() {
    take_database();
    UseCommand command;
    command.database = TRY(name());
    return done(std::move(command));
  }

  Parsed describe() {
    tokens_.take_keyword("TABLE");
    for (const char* word : {"EXTENDED", "FORMATTED", "DATABASE", "SCHEMA", "FUNCTION", "QUERY"})
      if (tokens_.at_keyword(word))
        return not_supported_yet(tokens_.position(), std::string("DESCRIBE ") + word);
    DescribeCommand command;
    command.table = TRY(name());
    return done(std::move(command));
  }

  // SET key=value: anything may stand in the value.
  Parsed set() {
    const std::string said = rest();
    if (base::to_lower(said).starts_with("time zone "))
      return not_supported_yet(tokens_.position(), "SET TIME ZONE");
    const auto equals = said.find('=');
    SetCommand command{.key = std::string(base::trim(said.substr(0, equals)))};
    if (equals != said.npos) command.value = std::string(base::trim(said.substr(equals + 1)));
    return std::optional<SparkCommand>(std::move(command));
  }

  const std::string_view text_;
  TokenStream tokens_;
};

}  // namespace

base::Result<std::optional<SparkCommand>> parse_spark_command(std::string_view text) {
  auto tokens = tokenize(text, spark());
  if (!tokens.ok()) return in_sparks_words(tokens.error(), text);
  auto parsed = CommandParser(text, TokenStream(*std::move(tokens), spark())).parse();
  if (!parsed.ok()) return in_sparks_words(parsed.error(), text);
  return parsed;
}

}  // namespace sql
