# Conan 2, of the checkout that this file stands in: conan create cmake/packaging/conan
import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, load
from conan.tools.layout import basic_layout


class Rung(ConanFile):
    name = "rung"
    description = "The ladder that clients climb, as a value"
    license = "BSL-1.0"
    topics = ("customer-lifecycle", "loyalty", "analytics", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    no_copy_source = True

    def set_version(self):
        text = load(self, os.path.join(self.recipe_folder, "../../../include/rung/version.hpp"))
        self.version = ".".join(re.findall(r"#define RUNG_VERSION_[A-Z]+ (\d+)", text))

    def export_sources(self):
        root = os.path.join(self.recipe_folder, "../../..")
        copy(self, "include/*.hpp", src=root, dst=self.export_sources_folder)
        copy(self, "LICENSE", src=root, dst=self.export_sources_folder)

    def layout(self):
        basic_layout(self)

    def validate(self):
        check_min_cppstd(self, 20)

    def package(self):
        copy(self, "LICENSE", src=self.source_folder, dst=os.path.join(self.package_folder, "licenses"))
        copy(self, "include/*.hpp", src=self.source_folder, dst=self.package_folder)

    def package_id(self):
        self.info.clear()

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.set_property("cmake_target_name", "rung::rung")
