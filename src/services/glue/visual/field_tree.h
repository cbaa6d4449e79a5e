#pragma once

#include "services/glue/visual/frame.h"

namespace services::glue::visual {

// A column of a frame, or a field in a struct of it, as it is and as it shall become.
struct FieldTree {
  std::string name;                 // in the output
  std::string identifier;           // of its value in the input
  std::string type;                 // in the output
  std::vector<FieldTree> children;  // of a struct
  bool is_edited = false;           // what is inside is no longer the input's: the struct is made anew
};

using FieldTrees = std::vector<FieldTree>;

// The columns of a frame with all that is inside their structs. What is inside arrays and maps stays closed.
base::Result<FieldTrees> field_trees(const Frame& frame);

// Only the fields at these paths, in their order; and all but these. A path of which there is no field is
// passed over, as Glue does; one that goes into what is no struct is refused, and so is one that several
// fields fit (by_name.h). A struct without fields goes.
base::Result<FieldTrees> keep_paths(const FieldTrees& trees, const std::vector<Path>& paths);
base::Result<FieldTrees> drop_paths(FieldTrees trees, const std::vector<Path>& paths);

// The field gets another name where it stands. Refuses what is not there, and a name that is taken.
base::Result<FieldTrees> rename_path(FieldTrees trees, const Path& path, const std::string& name);

// The input with the columns that the trees have come to.
Frame with_fields(Frame input, const FieldTrees& trees);

}  // namespace services::glue::visual
