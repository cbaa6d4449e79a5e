#include "runtime/cgroup_place.h"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "base/text.h"

namespace runtime {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr pid_t kServer = 77;

// The rules of https://docs.kernel.org/admin-guide/cgroup-v2.html that the search meets.
class FakeKernel final : public CgroupFiles {
 public:
  struct Group {
    std::set<std::string> handed_down;  // its subtree_control
    std::set<std::string> processes;
    bool is_ours = false;  // whether its files may be written
  };
  std::map<fs::path, Group> groups;
  fs::path root = "/cg";  // empty: the root of the hierarchy is not mounted, as in a container
  bool has_memory = true;

  base::Result<std::string> read(const fs::path& file) const override {
    const auto found = groups.find(file.parent_path());
    if (found == groups.end()) return base::failure("there is no {}", file.string());
    const std::string name = file.filename();
    if (name == "cgroup.controllers") return list(controllers(found->first), ' ');
    if (name == "cgroup.subtree_control") return list(found->second.handed_down, ' ');
    if (name == "cgroup.procs") return list(found->second.processes, '\n');
    if (name == "cgroup.type" && found->first != root) return std::string("domain\n");
    return base::failure("there is no {}", file.string());
  }

  bool may_write(const fs::path& file) const override {
    const auto found = groups.find(file.parent_path());
    return found != groups.end() && found->second.is_ours;
  }

  base::Result<void> write(const fs::path& file, std::string_view value) override {
    const fs::path group = file.parent_path();
    if (!may_write(file)) return base::failure("Permission denied");
    if (file.filename() == "cgroup.subtree_control") return hand_down(group, value);
    if (file.filename() == "cgroup.procs") return move(group, std::string(value));
    const bool has_limit = group != root && controllers(group).contains("memory");
    if (file.filename() == "memory.max" && has_limit) return {};
    return base::failure("there is no {}", file.string());
  }

  base::Result<void> make(const fs::path& group) override {
    if (groups.contains(group)) return {};
    if (!groups.at(group.parent_path()).is_ours) return base::failure("Permission denied");
    groups[group].is_ours = true;
    return {};
  }

  base::Result<void> remove(const fs::path& group) override {
    if (!groups.at(group).processes.empty()) return base::failure("Device or resource busy");
    groups.erase(group);
    return {};
  }

  fs::path group_of(const std::string& process) const {
    for (const auto& [path, group] : groups)
      if (group.processes.contains(process)) return path;
    return {};
  }

 private:
  static std::string list(const std::set<std::string>& words, char separator) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : std::string(1, separator)) + word;
    return text + "\n";
  }

  std::set<std::string> controllers(const fs::path& group) const {
    const auto parent = groups.find(group.parent_path());
    if (parent != groups.end()) return parent->second.handed_down;
    return has_memory ? std::set<std::string>{"cpu", "memory", "pids"} : std::set<std::string>{"pids"};
  }

  base::Result<void> hand_down(const fs::path& group, std::string_view value) {
    if (group != root && !groups.at(group).processes.empty()) return base::failure("Device or resource busy");
    groups.at(group).handed_down.insert(std::string(value.substr(1)));
    return {};
  }

  base::Result<void> move(const fs::path& group, const std::string& process) {
    if (group != root && !groups.at(group).handed_down.empty())
      return base::failure("Device or resource busy");
    groups.at(group_of(process)).processes.erase(process);
    groups.at(group).processes.insert(process);
    return {};
  }
};

class CgroupPlaceTest : public testing::Test {
 protected:
  using Controllers = std::set<std::string>;
  static inline const Controllers kAll{"cpu", "memory", "pids"};

  // A group at `path` below the mount; the server is in the one that holds its number.
  void add(const std::string& path, Controllers handed_down, std::set<std::string> processes = {},
           bool is_ours = true) {
    const fs::path group = path.empty() ? fs::path("/cg") : fs::path("/cg") / path;
    kernel_.groups[group] = {std::move(handed_down), std::move(processes), is_ours};
  }

  base::Result<fs::path> find() {
    return find_cgroup_place(kernel_, {"/cg", kernel_.group_of("77")}, kServer);
  }

  // What the search returns and leaves behind: a bounded group can be made there, and the server moved into
  // it.
  void expect_place(const fs::path& expected) {
    const auto place = find();
    ASSERT_TRUE(place.ok()) << place.error().message;
    EXPECT_EQ(*place, expected);
    ASSERT_TRUE(kernel_.make(*place / "worker").ok());
    EXPECT_TRUE(kernel_.write(*place / "worker/memory.max", "1").ok());
  }

  FakeKernel kernel_;
};

// Debian 12: root at a shell. The session holds the shell, so it cannot hand anything down.
TEST_F(CgroupPlaceTest, FromAShellOfRootsItIsTheUsersSlice) {
  add("", kAll, {"2"});
  add("user.slice", kAll);
  add("user.slice/user-0.slice", kAll);
  add("user.slice/user-0.slice/session-1.scope", {}, {"50", "77"});
  expect_place("/cg/user.slice/user-0.slice");
  EXPECT_EQ(kernel_.group_of("77"), "/cg/user.slice/user-0.slice/session-1.scope");
}

// A terminal of a desktop, below the user's own manager: systemd hands that part of the tree to the user.
TEST_F(CgroupPlaceTest, InAUsersTerminalItIsTheNearestSliceThatIsTheUsers) {
  add("", kAll, {}, false);
  add("user.slice", kAll, {}, false);
  add("user.slice/user-1000.slice", kAll, {}, false);
  add("user.slice/user-1000.slice/user@1000.service", kAll);
  add("user.slice/user-1000.slice/user@1000.service/app.slice", kAll);
  add("user.slice/user-1000.slice/user@1000.service/app.slice/terminal.scope", {}, {"50", "77"});
  expect_place("/cg/user.slice/user-1000.slice/user@1000.service/app.slice");
}

// Over ssh the session is not below the user's manager, and nothing above it is the user's.
TEST_F(CgroupPlaceTest, WithoutPermissionTheErrorSaysWhyForEachGroup) {
  add("", kAll, {}, false);
  add("user.slice", kAll, {}, false);
  add("user.slice/session-1.scope", {}, {"50", "77"}, false);
  const auto place = find();
  ASSERT_FALSE(place.ok());
  EXPECT_EQ(place.error().message,
            "/cg/user.slice/session-1.scope: other processes are in it; "
            "/cg/user.slice: this process may not move processes within it; "
            "/cg: this process may not move processes within it");
}

TEST_F(CgroupPlaceTest, InAUnitOfItsOwnTheServerMovesIntoALeaf) {
  add("", kAll, {"2"}, false);
  add("system.slice", kAll, {}, false);
  add("system.slice/dovetail.service", {}, {"77"});
  expect_place("/cg/system.slice/dovetail.service");
  EXPECT_EQ(kernel_.group_of("77"), "/cg/system.slice/dovetail.service/dovetail-server");
}

TEST_F(CgroupPlaceTest, ASecondSearchFindsTheSamePlace) {
  add("", kAll, {}, false);
  add("dovetail.service", {}, {"77"});
  expect_place("/cg/dovetail.service");
  const auto groups = kernel_.groups.size();
  expect_place("/cg/dovetail.service");
  EXPECT_EQ(kernel_.groups.size(), groups);
}

TEST_F(CgroupPlaceTest, AUnitThatIsNotItsOwnIsLeftAsItWas) {
  add("", kAll, {}, false);
  add("dovetail.service", {}, {"77"}, false);
  EXPECT_FALSE(find().ok());
  EXPECT_EQ(kernel_.group_of("77"), "/cg/dovetail.service");
  EXPECT_EQ(kernel_.groups.size(), 2u);
}

// The server is the only process of a container that may write to its groups.
TEST_F(CgroupPlaceTest, InAContainerTheServerMovesOutOfItsRoot) {
  kernel_.root.clear();
  add("", {}, {"77"});
  expect_place("/cg");
  EXPECT_EQ(kernel_.group_of("77"), "/cg/dovetail-server");
}

TEST_F(CgroupPlaceTest, InAContainerWithOtherProcessesThereIsNone) {
  kernel_.root.clear();
  add("", {}, {"1", "77"});
  EXPECT_EQ(find().error().message, "/cg: other processes are in it");
}

// The root alone may hold processes and hand controllers down.
TEST_F(CgroupPlaceTest, TheRootItselfIsAPlace) {
  add("", {}, {"2", "50", "77"});
  expect_place("/cg");
  EXPECT_EQ(kernel_.group_of("77"), "/cg");
}

TEST_F(CgroupPlaceTest, ASliceIsMadeToHandMemoryDownWhereTheManagerDidNot) {
  add("", kAll, {}, false);
  add("own.slice", {});
  add("own.slice/shell.scope", {}, {"50", "77"});
  expect_place("/cg/own.slice");
}

// Both versions mounted: memory is version 1's.
TEST_F(CgroupPlaceTest, WithoutTheMemoryControllerThereIsNone) {
  kernel_.has_memory = false;
  add("", {}, {"77"});
  EXPECT_THAT(find().error().message, HasSubstr("the memory controller is not handed down"));
}

}  // namespace
}  // namespace runtime
