"""What a work is built with: lock files into components, their licences, a bill of materials.

``finding.components_of(subject)`` reads; ``bom.cyclonedx(components, …)`` writes.
"""
