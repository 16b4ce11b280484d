"""gradle.lockfile and pom.xml."""

import pytest

from beffroi.policy.check.components.errors import UnreadableError
from tests.policy.check.components.making import read

GRADLE = """# This is a Gradle generated file
org.example:a:1.0=compileClasspath,runtimeClasspath
org.example:b:2.0=testRuntimeClasspath
empty=annotationProcessor
"""
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent><groupId>org.parent</groupId><version>9</version></parent>
  <artifactId>ours</artifactId><version>4</version>
  <properties><a.version>1.${minor}</a.version><minor>5</minor></properties>
  <dependencyManagement><dependencies>
    <dependency><groupId>org.m</groupId><artifactId>m</artifactId><version>3</version></dependency>
  </dependencies></dependencyManagement>
  <dependencies>
    <dependency>
      <groupId>org.a</groupId><artifactId>a</artifactId><version>${a.version}</version>
      <exclusions><exclusion><groupId>no</groupId></exclusion></exclusions>
    </dependency>
    <dependency><groupId>org.m</groupId><artifactId>m</artifactId><scope>test</scope></dependency>
    <dependency><groupId>${project.groupId}</groupId><artifactId>p</artifactId>
      <version>[1,2)</version><optional>true</optional></dependency>
    <dependency><groupId>g</groupId><artifactId>q</artifactId>
      <version>${project.version}</version></dependency>
  </dependencies>
</project>
"""


def test_a_locked_module_of_gradle_has_its_use() -> None:
    assert [(one.purl, one.scope, one.line) for one in read("gradle.lockfile", GRADLE)] == [
        ("pkg:maven/org.example/a@1.0", "required", 2),
        ("pkg:maven/org.example/b@2.0", "development", 3),
    ]


def test_a_pom_is_read_with_its_properties_and_what_it_manages() -> None:
    assert [(one.purl, one.scope, one.line) for one in read("pom.xml", POM)] == [
        ("pkg:maven/org.a/a@1.5", "required", 9),
        ("pkg:maven/org.m/m@3", "development", 13),
        ("pkg:maven/org.parent/p", "optional", 14),
        ("pkg:maven/g/q@4", "required", 16),
    ]


def test_a_document_type_is_refused_so_that_nothing_can_expand() -> None:
    bomb = '<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><project>&b;</project>'
    with pytest.raises(UnreadableError, match="DOCTYPE"):
        read("pom.xml", bomb)


@pytest.mark.parametrize("text", ["", "<project>", "<a>" * 10_000, "\x00", "<project/>\n<b/>"])
def test_a_broken_or_bottomless_pom_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        read("pom.xml", text)


def test_a_property_that_names_itself_does_not_grow() -> None:
    text = POM.replace("1.${minor}", "${a.version}${a.version}")
    assert len(read("pom.xml", text)[0].version) <= 500


def test_a_line_that_names_no_module_is_refused_with_its_number() -> None:
    with pytest.raises(UnreadableError) as refused:
        read("gradle.lockfile", "# a\nhello\n")
    assert refused.value.line == 2


def test_a_pom_that_names_another_encoding_is_read() -> None:
    assert len(read("pom.xml", '<?xml version="1.0" encoding="x-strange"?>\n' + POM)) == 4
